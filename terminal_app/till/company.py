"""Who sells must stand on every receipt: a shop without a name or an organisation number may only train.

Source: bokføringsforskriften § 5-3-12 and kassasystemforskrifta § 2-8-4. Pure; knows no screens.
"""

from __future__ import annotations

from ..domain.problems import SettingWrong
from ..domain.setting_checks import is_organization_number
from ..domain.settings import SettingValues, setting

NAME, NUMBER = "shop.name", "shop.organization_number"


def require_company(values: SettingValues) -> None:
    """Nothing when a receipt would say who sells; raises SettingWrong naming the setting that is missing."""
    if values.text(NAME) == setting(NAME).default:
        raise SettingWrong("shop_unnamed", field=NAME)
    if not is_organization_number(values.text(NUMBER)):
        raise SettingWrong("organization_number_missing", field=NUMBER)
