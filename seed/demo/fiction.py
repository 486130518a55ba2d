"""Names that nobody bears: every one says 示例 (example)."""

from __future__ import annotations

from random import Random

from crm.core import names

MARK = "示例"
_FIRST = "晟昱鈞瀚璟煜禾岱澄硯曜沐霖翊晞嶸灝琮燁泓臻懋峻詠銓頎韋馥彥綺"
_SECOND = "揚諾恆捷馳睿拓碩豐冠耀宸峰泰聯創益盛達昇維信通茂廣騰華鼎安仁"
SECTORS = (
    ("精密工業", "Precision", "电子信息"),
    ("半導體", "Semiconductor", "电子信息"),
    ("電路板", "Circuit", "电子信息"),
    ("光電", "Optronics", "电子信息"),
    ("智慧機械", "Smart Machinery", "智能装备"),
    ("工具機", "Machine Tools", "智能装备"),
    ("醫材", "Medical Devices", "现代医疗器械"),
    ("新能源", "New Energy", "新能源"),
    ("車用電子", "Automotive Electronics", "新能源汽车"),
    ("新材料", "Materials", "新材料"),
    ("有色金屬", "Nonferrous Metals", "新材料"),
    ("食品", "Foods", "农业深加工"),
    ("農業生技", "Agritech", "农业深加工"),
    ("物流", "Logistics", "现代服务业"),
)
INDUSTRIES = {
    "电子信息": ("電子資訊", "Electronic information"),
    "智能装备": ("智慧裝備", "Smart equipment"),
    "现代医疗器械": ("現代醫療器械", "Medical devices"),
    "新能源": ("新能源", "New energy"),
    "新能源汽车": ("新能源汽車", "New-energy vehicles"),
    "新材料": ("新材料", "New materials"),
    "农业深加工": ("農業深加工", "Agricultural processing"),
    "现代服务业": ("現代服務業", "Modern services"),
}
_SURNAMES = "林陳黃張李王吳劉蔡楊許鄭謝洪郭邱"
_GIVEN = "家豪怡君志明淑芬俊傑雅婷建宏美玲宗翰佩珊冠宇欣怡柏翰詩涵"
TITLES = ("董事長", "總經理", "副總經理", "投資長", "廠務協理", "大陸事業處處長", "特別助理")

PROJECT_WORDS = ("研發中心", "生產基地", "智慧工廠", "擴產項目", "封測產線", "物流園", "示範產線", "區域總部")
SUMMARIES = (
    "就用地与能耗指标交换意见，对方关注供电保障。",
    "对方高管来园考察标准厂房，表示满意，待董事会讨论。",
    "电话沟通增资安排，资料已寄出。",
    "陪同走访配套企业，了解供应链半径与物流成本。",
    "就人才公寓与子女就学政策作说明。",
    "讨论协议文本，第七条违约责任尚有分歧。",
    "拜访总部，介绍合作区产业链缺口与承接空间。",
    "线上会议，三方确认设备进场时间表。",
)
OUTCOMES = ("同意进一步洽谈", "安排下月回访", "提供补充材料", "暂无明确意向", "达成初步共识")
NEXT_STEPS = ("发送厂房平面图", "安排能评对接", "约见分管领导", "回访总部", "提交评审材料")


def firm_names(number: int) -> tuple[str, str, str, str]:
    """Traditional, simplified and English name of the ``number``-th firm, and its industry.

    Numbers give different names: the first characters run through all pairs, then triples.
    """
    sector, english, industry = SECTORS[number % len(SECTORS)]
    rest = number // len(SECTORS)
    word = ""
    for characters in (_FIRST, _SECOND):
        word += characters[rest % len(characters)]
        rest //= len(characters)
    while rest:
        word += _FIRST[rest % len(_FIRST)]
        rest //= len(_FIRST)
    hant = f"{MARK}{word}{sector}股份有限公司"
    spoken = names.pinyin(word).capitalize()
    return hant, names.simplify(hant), f"Example {spoken} {english} Co., Ltd.", industry


def person(random: Random) -> str:
    return f"{MARK}·{random.choice(_SURNAMES)}{random.choice(_GIVEN)}{random.choice(_GIVEN)}"
