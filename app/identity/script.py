"""Traditional forms that the recogniser gives for simplified print.

Cards are printed in the standard simplified characters, while the recogniser knows both and mixes
up pairs that look alike or mean the same. Only pairs with one simplified form are listed: common
surnames, given names and place names.

Source: Law on the Standard Spoken and Written Chinese Language, article 9; pairs of the General
Standard Chinese Characters table (2013), annex 1; misreadings seen: 黃 for 黄, 漢 for 汉,
粵 for 粤, 別 for 别, 傑 for 杰, 嬤 for 嬷.
"""

_PAIRS = (
    "黃黄漢汉陳陈張张劉刘楊杨趙赵吳吴孫孙馬马鄭郑許许馮冯鄧邓葉叶呂吕盧卢蔣蒋賈贾韋韦"
    "鄒邹閻阎譚谭陸陆湯汤龍龙萬万賴赖龔龚嚴严溫温蘇苏魯鲁謝谢鍾钟韓韩顧顾彥彦強强偉伟"
    "麗丽靜静東东華华國国軍军慶庆蘭兰瑩莹瓊琼貴贵鳳凤寧宁廣广縣县區区鄉乡鎮镇號号樓楼"
    "單单門门雲云灣湾濟济瀋沈滿满壯壮維维爾尔納纳達达鮮鲜倫伦羅罗錫锡諾诺獨独畬畲機机"
    "蕭萧關关長长戶户峯峰羣群綠绿淸清粵粤別别傑杰嬤嬷"
)
"""Each traditional character, followed by its simplified one."""

_TABLE = str.maketrans(_PAIRS[::2], _PAIRS[1::2])


def simplified(text: str) -> str:
    """The text with the listed traditional characters in their simplified form."""
    return text.translate(_TABLE)
