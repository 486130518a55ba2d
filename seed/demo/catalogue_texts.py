"""What the made-up offers say. None of it describes a real piece of land or a real firm."""

from __future__ import annotations

from dataclasses import dataclass

from models.enums import CooperationMode as M

INCENTIVE = (
    "示例：前两年厂房租金按八折计；符合条件的人才按现行政策申领补贴。",
    "Example: rent at eighty per cent for the first two years; talents apply under the policies in force.",
)
ASKED = (
    "請問廠房層高與承重，及最快何時可以進場？",
    "想了解供電容量能否分期增加，以及污水處理的接入條件。",
    "我們計畫設立研發中心，請提供合作模式與用地資料。",
    "請問是否可以先租後買？希望安排現場考察。",
)


@dataclass(frozen=True, slots=True)
class Topic:
    industry: str
    mode: M
    title: str
    content: str
    scale: str
    title_en: str = ""
    content_en: str = ""
    scale_en: str = ""


TOPICS = (
    Topic(
        "电子信息",
        M.JOINT_VENTURE,
        "半导体封装测试产线",
        "拟引进封装测试企业，与园区内现有设计、模组企业配套。\n厂房为现房，洁净车间可按需改造；园区协助办理环评、能评。",
        "一期产能每月五千万颗，二期预留。",
        "Packaging and test line for semiconductors",
        "The park looks for a packaging and test firm that serves the makers already there.\n"
        "The plant stands; clean rooms are fitted as needed. The park helps with the approvals.",
        "Fifty million units a month in the first phase; land is kept for a second.",
    ),
    Topic(
        "电子信息",
        M.SOLE,
        "高密度电路板智能工厂",
        "面向服务器与车用电子的高密度电路板，地块平整、双回路供电，污水接入园区专管。",
        "年产一百二十万平方米。",
        "Smart factory for high-density circuit boards",
        "Boards for servers and cars. Level land, power by two lines, a pipe of its own for waste water.",
        "1.2 million square metres a year.",
    ),
    Topic(
        "智能装备",
        M.EQUITY,
        "精密工具机与零组件基地",
        "以参股方式引进主轴、导轨等关键零组件企业，与本地整机厂形成配套。",
        "年产五轴工具机八百台套。",
        "Base for precision machine tools and parts",
        "Makers of spindles, guides and other key parts take a share and supply the makers here.",
        "Eight hundred five-axis machines a year.",
    ),
    Topic(
        "新能源汽车",
        M.LEASE,
        "车用电子标准厂房",
        "标准厂房现房出租，层高六米，承重每平方米一吨，可分层、分栋租用。",
        "共四栋，可分租。",
        "Plant to rent for automotive electronics",
        "Standing plant: six metres high, one tonne a square metre, to rent by the floor or by the building.",
        "Four buildings, to be divided.",
    ),
    Topic(
        "现代医疗器械",
        M.TECHNOLOGY,
        "医用影像与康复器械联合研发中心",
        "与当地高校、医院共建联合研发中心，样品在合作医院验证后转入园区生产。",
        "研发人员约一百二十人。",
        "Joint research centre for imaging and rehabilitation devices",
        "A research centre shared with universities and hospitals; what proves itself is made in the park.",
        "About a hundred and twenty researchers.",
    ),
    Topic(
        "新能源",
        M.JOINT_VENTURE,
        "储能电池模组与回收项目",
        "建设储能电池模组装配与回收利用产线，园区提供危废暂存设施。",
        "年装配二吉瓦时，回收一万吨。",
    ),
    Topic(
        "新材料",
        M.SOLE,
        "电子级化学品与特种薄膜",
        "面向园区电子企业的电子级化学品与特种薄膜，设专用化工管廊与集中供热。",
        "年产三万吨。",
        "Electronic-grade chemicals and special films",
        "Chemicals and films for the electronics makers of the park, with a pipe rack and central heat.",
        "Thirty thousand tonnes a year.",
    ),
    Topic(
        "农业深加工",
        M.PARTNERSHIP,
        "精致农业与茶饮深加工",
        "以合作经营方式建设茶饮、果蔬深加工与冷链中心，对接本地合作社原料。",
        "年加工五万吨。",
        "Fine farming, tea and fruit processing",
        "Tea, fruit and vegetables are processed and chilled with growers of the region, under a contract.",
        "Fifty thousand tonnes a year.",
    ),
    Topic(
        "现代服务业",
        M.OPEN,
        "两岸青年创业与工业设计园",
        "利用存量楼宇引进工业设计、检测认证、供应链服务机构，合作模式可面议。",
        "楼宇约二万平方米。",
    ),
)
