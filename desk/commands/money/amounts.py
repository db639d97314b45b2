"""``Amount``: an amount of money as it is typed after an option."""

import click

from models.words.money_words import read_amount


class Amount(click.ParamType[int]):
    """An amount of đồng as people write it: ``50000``, ``50.000``."""

    name = "SỐ_TIỀN"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it, or say what is wrong with it."""
        if isinstance(value, int):
            return value
        read = read_amount(str(value))
        if read is None:
            self.fail("số tiền bằng đồng, ví dụ 50000 hoặc 50.000", param, ctx)
        return read
