"""How much of a holder's name strangers may read: one answer for everything public."""

MOST_STARS = 3


def mask_name(name: str) -> str:
    """The first sign and a few stars: 李晓雯 → 李＊＊, 阿依古丽·买买提 → 阿＊.

    Longer names are cut to the same length and a compound name shows no part, because in a small
    village the shape of a rare name is already the person.
    """
    first, rest = name[:1], name[1:]
    return first + "＊" * (1 if "·" in rest else min(len(rest), MOST_STARS))
