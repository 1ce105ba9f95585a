"""Made-up people for the cards' benchmark: names, groups, addresses and validities of every form.

Nobody real: the numbers carry a county that is not in use (see `app.demo.media_cards`). All of the
56 ethnic groups come round in turn; everything else is drawn from the seed.
"""

import datetime as dt
from collections.abc import Iterator

import numpy as np

from app.demo.media_cards import Sex, Specimen
from app.identity.ethnicities import ETHNICITIES

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜"
_DOUBLE = ("欧阳", "司马", "上官", "诸葛", "慕容", "尉迟", "皇甫", "令狐")
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文斌鹏宇浩凯健俊帆雪婷晨曦子涵一二"
)
_RARE = "喆淼堃翀玥旻昱赟彧犇骉㛃䶮鑫懿垚祎翾芃龑煊嫚瀚勐珺琤珩璟"
_MINORITY = (
    "买买提·吐尔逊",
    "阿卜杜拉",
    "古丽娜尔·艾合买提",
    "阿依古丽·阿布都热依木",
    "次仁卓玛",
    "扎西多吉",
    "阿不都热合曼·买买提吐尔逊江·艾力",
    "乌云其木格",
    "帕提古丽·阿不力克木",
    "吉克阿木",
    "叶尔肯·巴合提别克",
    "丹增·曲扎",
)
_CITIES = (
    ("北京市海淀区", "北京市公安局海淀分局"),
    ("上海市浦东新区", "上海市公安局浦东分局"),
    ("广东省深圳市南山区", "深圳市公安局南山分局"),
    ("四川省成都市武侯区", "成都市公安局武侯区分局"),
    ("湖北省恩施市", "恩施市公安局"),
    ("内蒙古自治区鄂尔多斯市东胜区", "鄂尔多斯市公安局东胜区分局"),
    ("新疆维吾尔自治区巴音郭楞蒙古自治州和静县", "新疆维吾尔自治区巴音郭楞蒙古自治州和静县公安局"),
    ("吉林省延吉市", "延吉市公安局"),
)
_STREETS = (
    "解放南路",
    "中山街",
    "文化西路",
    "民族大道",
    "锦绣路",
    "振兴胡同",
    "石桥村",
    "滨河东路",
)
_PLACES = ("号", "号院2号楼1单元602", "号华星时代广场A座1203室", "组", "弄8支弄3号")
_RARE_EVERY, _MINORITY_EVERY = 5, 4
_ON = dt.date(2026, 11, 22)


def people(count: int, seed: int) -> Iterator[Specimen]:
    """`count` people; the same ones for the same seed."""
    rng = np.random.default_rng(seed)
    groups = sorted(ETHNICITIES)
    rng.shuffle(groups)
    for index in range(count):
        sex: Sex = "男" if rng.random() < 0.5 else "女"  # noqa: PLR2004 - an even chance
        place, authority = _CITIES[rng.integers(len(_CITIES))]
        age = int(rng.integers(18, 70))
        start = _ON - dt.timedelta(days=int(rng.integers(30, 1700)))
        yield Specimen(
            _name(index, rng),
            sex,
            groups[index % len(groups)],
            dt.date(_ON.year - age, int(rng.integers(1, 13)), int(rng.integers(1, 29))),
            _address(place, rng),
            authority,
            start.replace(day=min(start.day, 28)),
            _end(start, index),
        )


def _name(index: int, rng: np.random.Generator) -> str:
    if index % _MINORITY_EVERY == 1:
        return _MINORITY[index // _MINORITY_EVERY % len(_MINORITY)]
    surname = str(rng.choice(_DOUBLE)) if rng.random() < 0.15 else str(rng.choice(list(_SURNAMES)))  # noqa: PLR2004
    given = [str(rng.choice(list(_GIVEN))) for _ in range(int(rng.integers(1, 3)))]
    if index % _RARE_EVERY == 0:
        given[-1] = str(rng.choice(list(_RARE)))
    return surname + "".join(given)


def _address(place: str, rng: np.random.Generator) -> str:
    street = str(rng.choice(_STREETS))
    return f"{place}{street}{int(rng.integers(1, 900))}{rng.choice(_PLACES)}"


def _end(start: dt.date, index: int) -> dt.date | None:
    years = (5, 10, 20, None)[index % 4]
    return None if years is None else start.replace(year=start.year + years, day=min(start.day, 28))
