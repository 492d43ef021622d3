"""The six regions of the Union, as the group's vice-chairs stand for them."""

from enum import StrEnum

from consult.core.locales import N_


class Region(StrEnum):
    """An ITU region."""

    AFR = "AFR"
    AMS = "AMS"
    ARB = "ARB"
    ASP = "ASP"
    CIS = "CIS"
    EUR = "EUR"


#: Names for young people and papers alike, as msgids.
REGION_NAMES: dict[Region, str] = {
    Region.AFR: N_("Africa"),
    Region.AMS: N_("Americas"),
    Region.ARB: N_("Arab States"),
    Region.ASP: N_("Asia and the Pacific"),
    Region.CIS: N_("Commonwealth of Independent States"),
    Region.EUR: N_("Europe"),
}
