"""What stands before the events and transactions of a SAF-T file: header, company, every id that they name. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from ...domain.article_group import CODES, OTHER
from ...domain.operators import NOBODY
from ...domain.vat import OUTSIDE_VAT, VAT_CODES
from ..headings import NO_GROUP, TILL_ITSELF
from . import codes
from .codes import Basic
from .master import Employee, Master, Period
from .survey import Survey
from .tags import Tags, identifier

_CURRENCY, _COUNTRY, _VERSION = "NOK", "NO", "1.0"
_USUAL_VAT = ("3", "31", "33", "5")


def write_header(tags: Tags, master: Master, period: Period, made: datetime, comment: str) -> None:
    """The header of a file that is made at that moment of the shop's time."""
    since, until = period.since, period.until
    years = f"{since.year}" if since.year == until.year else f"{since.year}-{until.year}"
    tags.open("header")
    tags.plain("fiscalYear", years)
    tags.plain("startDate", since.isoformat())
    tags.plain("endDate", until.isoformat())
    tags.plain("curCode", _CURRENCY)
    tags.plain("dateCreated", f"{made:%Y-%m-%d}")
    tags.plain("timeCreated", f"{made:%H:%M:%S}")
    tags.leaf("softwareDesc", master.software, 100)
    tags.leaf("softwareVersion", master.software_version, 20)
    tags.leaf("softwareCompanyName", master.software_company, 100)
    tags.plain("auditfileVersion", _VERSION)
    tags.optional("headerComment", comment, 999)
    tags.close("header")
    tags.end_line()


def write_company(tags: Tags, master: Master, found: Survey, period: Period) -> None:
    """The company up to its location, which is left open for the register: `company` is not closed."""
    company = master.company
    tags.open("company")
    tags.leaf("companyIdent", company.organization_number, 35)
    tags.leaf("companyName", company.name, 100)
    tags.plain("taxRegistrationCountry", _COUNTRY)
    tags.optional("taxRegIdent", company.vat_number, 50)
    _address(tags, master, "streetAddress")
    if company.city and company.postal_code:  # the schema demands both of a postal address
        _address(tags, master, "postalAddress")
    _buyers(tags, master, found)
    _vat(tags, found)
    _months(tags, period)
    _employees(tags, master, found)
    _articles(tags, master, found)
    tags.open("basics")
    for basic in _basics(master, found):
        tags.open("basic")
        tags.plain("basicType", basic.type)
        tags.leaf("basicID", basic.id)
        tags.optional("predefinedBasicID", basic.predefined)
        tags.leaf("basicDesc", basic.words, 999)
        tags.close("basic")
    tags.close("basics")
    tags.end_line()


def article_names(master: Master, found: Survey) -> dict[str, str]:
    """What each number of goods is called in the file: as in the catalogue, else as it was last sold."""
    return {
        sku: master.articles[sku].name if sku in master.articles else name for sku, (name, _) in found.articles.items()
    }


def _address(tags: Tags, master: Master, element: str) -> None:
    company = master.company
    tags.open(element)
    tags.optional("streetname", company.street, 100)
    tags.optional("city", company.city, 50)
    tags.optional("postalCode", company.postal_code, 20)
    tags.plain("country", _COUNTRY)
    tags.close(element)


def write_place(tags: Tags, master: Master) -> None:
    """Location and register, both left open for events and transactions."""
    tags.open("location")
    tags.leaf("name", master.company.name, 100)
    _address(tags, master, "streetAddress")
    tags.open("cashregister")
    tags.leaf("registerID", master.register_id, 100)
    tags.leaf("regDesc", master.register_name, 999)
    tags.end_line()


def _buyers(tags: Tags, master: Master, found: Survey) -> None:
    if not found.buyers:
        return
    tags.open("customersSuppliers")
    for number, name in sorted(found.buyers.items()):
        known = master.buyer(number)
        tags.open("customerSupplier")
        tags.leaf("custSupID", identifier(number))
        tags.leaf("custSupName", name or (known.name if known else number), 100)
        tags.plain("custSupType", "Customer")
        if known is not None:
            tags.optional("telephone", known.phone, 50)
            tags.optional("eMail", known.email)
            tags.optional("taxRegIdent", known.organization_number, 50)
            if known.city:
                tags.open("streetAddress")
                tags.leaf("city", known.city, 50)
                tags.close("streetAddress")
        tags.close("customerSupplier")
    tags.close("customersSuppliers")
    tags.end_line()


def _vat(tags: Tags, found: Survey) -> None:
    """The usual codes and whatever else was sold at. The own codes are the standard ones."""
    begins: dict[str, date] = {}
    for one in (*VAT_CODES, OUTSIDE_VAT):
        begins.setdefault(one.code, one.valid_from)
    tags.open("vatCodeDetails")
    for code in sorted({*_USUAL_VAT, *found.vat}, key=lambda code: (len(code), code)):
        tags.open("vatCodeDetail")
        tags.leaf("vatCode", code, 20)
        tags.plain("dateOfEntry", begins.get(code, date(2005, 1, 1)).isoformat())
        tags.leaf("vatDesc", codes.VAT_WORDS.get(code, code), 100)
        tags.leaf("standardVatCode", code, 9)
        tags.close("vatCodeDetail")
    tags.close("vatCodeDetails")


def _months(tags: Tags, period: Period) -> None:
    tags.open("periods")
    for number, (year, month) in enumerate(period.months()[:999], 1):
        first = date(year, month, 1)
        next_first = date(year + month // 12, month % 12 + 1, 1)
        tags.open("period")
        tags.plain("periodNumber", str(number))
        tags.plain("periodDesc", f"{first:%Y-%m}")
        tags.plain("startDatePeriod", max(first, period.since).isoformat())
        tags.plain("startTimePeriod", "00:00:00")
        tags.plain("endDatePeriod", min(date.fromordinal(next_first.toordinal() - 1), period.until).isoformat())
        tags.plain("endTimePeriod", "23:59:59")
        tags.close("period")
    tags.close("periods")


def _employees(tags: Tags, master: Master, found: Survey) -> None:
    entered = master.entered.astimezone(master.zone)
    tags.open("employees")
    for who in sorted({NOBODY, *found.employees}):
        known = master.employees.get(who) or Employee(who, TILL_ITSELF if who == NOBODY else who)
        first, _, last = known.name.rpartition(" ")
        tags.open("employee")
        tags.leaf("empID", identifier(who))
        tags.plain("dateOfEntry", f"{entered:%Y-%m-%d}")
        tags.plain("timeOfEntry", f"{entered:%H:%M:%S}")
        tags.optional("firstName", first, 50)
        tags.leaf("surName", last, 100)
        if known.role:
            tags.open("employeeRole")
            tags.leaf("roleType", known.role, 50)
            tags.close("employeeRole")
        tags.close("employee")
    tags.close("employees")
    tags.end_line()


def _articles(tags: Tags, master: Master, found: Survey) -> None:
    entered, names = master.entered.astimezone(master.zone), article_names(master, found)
    tags.open("articles")
    for sku, (_, sold_in) in sorted(found.articles.items()):
        known = master.articles.get(sku)
        # A category that was renamed since is among the file's codes under the name that the goods were sold with.
        group = known.group if known is not None and known.group in found.groups else sold_in
        tags.open("article")
        tags.leaf("artID", codes.article_id(sku))
        tags.plain("dateOfEntry", f"{entered:%Y-%m-%d}")
        tags.leaf("artGroupID", codes.group_id(group))
        tags.leaf("artDesc", names[sku], 999)
        tags.close("article")
    tags.close("articles")
    tags.end_line()


def _basics(master: Master, found: Survey) -> Iterator[Basic]:
    for name in sorted({"", *found.groups}):
        code = master.group_code(name)
        yield Basic(codes.GROUP, codes.group_id(name), code if code in CODES else OTHER, name or NO_GROUP)
    yield from codes.fixed_basics()
    for kind in sorted(found.kinds - set(codes.EVENTS) - {"sale", "return"}):
        yield Basic(codes.EVENT, codes.event_id(kind), codes.OTHER_EVENT, kind.replace("_", " "))
