"""The public record: what is open, meetings, documents, data; no account."""
