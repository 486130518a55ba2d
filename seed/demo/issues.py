"""Issues of all kinds, states and levels with their histories. All fictional."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from crm.core import storage
from crm.core.database import session
from crm.core.numbering import set_number
from crm.core.workdays import add_working_days, working_days_between
from kernel import clock
from models import (
    Attachment,
    Issue,
    IssueDocument,
    IssueStep,
    Todo,
    User,
)
from models.enums import (
    IssueAction,
    IssueKind,
    IssueLevel,
    IssueState,
    NeedCategory,
    Role,
    TodoSource,
    TodoState,
)
from seed.demo.people import Staff
from seed.demo.projects import MadeProject
from seed.demo.rows import Rows, let_numbers_go_on, working_moment, write_all

A, S, L = IssueAction, IssueState, IssueLevel

NEEDS: dict[NeedCategory, tuple[str, ...]] = {
    NeedCategory.LABOUR: ("旺季普工缺口约80人，请协助对接职校与劳务协作", "台籍干部子女入学手续办理缓慢"),
    NeedCategory.LAND: ("二期扩建用地指标未落实", "厂区边界与规划道路红线重叠，需调整"),
    NeedCategory.POWER: ("夏季限电影响连续生产，申请双回路供电", "变压器扩容报装进度滞后"),
    NeedCategory.WATER: ("纯水制程用水压力不足", "污水接管口位置需改迁"),
    NeedCategory.LOGISTICS: ("出口集装箱提还箱不便，建议增设班列舱位", "园区夜间货车通行证办理"),
    NeedCategory.FINANCE: ("设备抵押贷款额度偏低，申请银企对接", "境外母公司担保备案流程不清"),
    NeedCategory.MARKETS: ("希望进入本地整车厂配套目录", "请协助参加省内产销对接会"),
    NeedCategory.DECLARATIONS: ("专精特新小巨人申报材料辅导", "高新技术企业复审辅导"),
}
PROBLEMS = (
    "厂房交付延期，影响设备进场",
    "环评批复补正两次仍未受理",
    "标准厂房消防验收整改未完成",
    "项目用地征拆剩余两户未签约",
    "外资到位凭证与台账金额不一致，需核对",
    "道路施工阻断原料运输通道",
    "配套宿舍改造资金未下达",
    "签约后投资方内部决策停滞，需高层沟通",
)
DIRECTIVES = (
    "请牵头单位一周内到企业现场办公，问题不过夜",
    "对超期事项逐一说明原因，形成整改时限表",
    "该项目列入重点调度，按周报送进展",
)
OTHERS = ("园区台企联络群信息更新", "两岸青年实习基地挂牌筹备", "接待室双语标识更换")
PARTNERS = (
    "发改局、自然资源局",
    "供电公司",
    "人社局",
    "生态环境局",
    "银行机构、金融办",
    "交通局",
    None,
)
REPORTS = (
    "已召开协调会，明确分工，正在推进。",
    "已完成现场踏勘，方案报审中。",
    "材料已受理，待主管部门批复。",
    "资金来源已落实，正在走采购程序。",
)
ANSWERS = (
    "问题已解决，企业书面确认，佐证材料附后。",
    "批复已取得，文号见附件。",
    "已签订供应协议并投入使用，现场照片附后。",
)
PATHS: tuple[tuple[IssueAction, ...], ...] = (
    (),
    (A.ASSIGN,),
    (A.ASSIGN, A.REPORT),
    (A.ASSIGN, A.REPORT, A.ANSWER),
    (A.ASSIGN, A.ANSWER, A.RETURN),
    (A.ASSIGN, A.REPORT, A.ANSWER, A.CLOSE),
    (A.ASSIGN, A.EXTEND, A.REPORT, A.ANSWER, A.CLOSE),
    (A.ASSIGN, A.ESCALATE, A.REPORT),
    (A.ASSIGN, A.ESCALATE, A.ESCALATE, A.REPORT),
    (A.ASSIGN, A.ANSWER, A.RETURN, A.ANSWER, A.CLOSE),
)
WEIGHTS = (4, 8, 9, 7, 4, 12, 5, 5, 4, 4)
RESULT = {
    A.ASSIGN: S.ASSIGNED,
    A.ANSWER: S.ANSWERED,
    A.RETURN: S.RETURNED,
    A.CLOSE: S.CLOSED,
}


@dataclass(slots=True)
class Tables:
    issues: Rows = field(default_factory=lambda: Rows(Issue))
    steps: Rows = field(default_factory=lambda: Rows(IssueStep))
    documents: Rows = field(default_factory=lambda: Rows(IssueDocument))
    todos: Rows = field(default_factory=lambda: Rows(Todo))

    @property
    def all(self) -> tuple[Rows, ...]:
        return self.issues, self.steps, self.documents, self.todos


@dataclass(frozen=True, slots=True)
class Matter:
    """What an issue is about, before it has a history."""

    kind: IssueKind
    title: str
    park_id: int
    project: MadeProject | None
    category: NeedCategory | None = None
    raised_by: int | None = None
    source_url: str | None = None


@dataclass(slots=True)
class Story:
    """An issue as its steps leave it."""

    issue: int
    officer: int
    raised_on: date
    due_on: date
    level: IssueLevel = L.PARK
    level_since: date = date.min
    state: IssueState = S.RAISED
    owner: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


class Teller:
    """Tells issues with what happened to them, step by step, in the past of the clock."""

    def __init__(self, random: Random, staff: Staff) -> None:
        self.random, self.staff = random, staff
        self.tables, self.number = Tables(), 0
        self.proof = _proof()

    def tell(self, matter: Matter, path: tuple[IssueAction, ...], raised_on: date) -> int:
        """Keep an issue that went that way; its number."""
        officer, lead = self.staff.by_park[matter.park_id][:2]
        raised_at = working_moment(self.random, raised_on)
        raiser = matter.raised_by or self.random.choice((officer, lead))
        self.number += 1
        issue = self.tables.issues.add(
            ref=f"IS-{clock.today().year}-{self.number:06d}", **self._written(matter, raised_at, raiser)
        )
        due_on = add_working_days(raised_on, self.random.randrange(5, 16))
        story = Story(issue, officer, raised_on, due_on, level_since=raised_on)
        self._step(A.RAISE, story, raised_at, raiser)
        at = raised_at
        for action in path:
            at = self._later(at)
            by = {A.ANSWER: officer, A.REPORT: officer, A.ESCALATE: None}.get(action, lead)
            self._act(action, story, at, by)
        self.tables.issues.last(
            state=story.state,
            level=story.level,
            level_since=story.level_since,
            owner_id=story.owner,
            due_on=story.due_on,
            response_due_on=add_working_days(raised_on, 3),
            escalates_on=self._escalates(story),
            **{"closed_at": None, "closed_by_id": None, **story.facts},
        )
        self._todo(issue, matter, story, raised_at)
        return issue

    def _written(self, matter: Matter, raised_at: datetime, raiser: int) -> dict[str, Any]:
        return {
            "kind": matter.kind,
            "need_category": matter.category,
            "title": matter.title,
            "text": f"{matter.title}。（示例）",
            "park_id": matter.park_id,
            "firm_id": matter.project.firm_id if matter.project else None,
            "project_id": matter.project.id if matter.project else None,
            "engagement_id": None,
            "source_url": matter.source_url,
            "raised_at": raised_at,
            "raised_by_id": raiser,
            "entered_by_id": None,
            "partners": self.random.choice(PARTNERS),
            "is_confidential": self.random.random() < 0.06,
            "answer": None,
            "answered_at": None,
            "answered_by_id": None,
            "response_days": None,
            "answer_days": None,
            "lock_version": 1,
            "archived_at": None,
            "archived_reason": None,
        }

    def _act(self, action: IssueAction, story: Story, at: datetime, by: int | None) -> None:
        before = (story.state, story.level, story.owner, story.due_on)
        day = clock.business_date(at)
        story.state = RESULT.get(action, story.state)
        if action is A.ASSIGN:
            story.owner = story.officer
            story.facts["response_days"] = working_days_between(story.raised_on, day)
        elif action is A.EXTEND:
            story.due_on = add_working_days(max(story.due_on, day), 5)
        elif action is A.ESCALATE:
            story.level, story.level_since = list(L)[story.level.order + 1], day
        elif action is A.ANSWER:
            note = self.random.choice(ANSWERS)
            days = working_days_between(story.raised_on, day)
            story.facts |= {"answer": note, "answered_at": at, "answered_by_id": by, "answer_days": days}
        elif action is A.CLOSE:
            story.facts |= {"closed_at": at, "closed_by_id": by}
        self._step(action, story, at, by, before)

    def _step(
        self, action: IssueAction, story: Story, at: datetime, by: int | None, before: Any = None
    ) -> None:
        state, level, owner, due = before or (None, None, None, None)
        notes = {
            A.REPORT: self.random.choice(REPORTS),
            A.ANSWER: story.facts.get("answer"),
            A.RETURN: "请补充企业签字确认件。",
            A.EXTEND: "主管部门审批时限较长，申请延期。",
        }
        number = self.tables.steps.add(
            issue_id=story.issue,
            action=action,
            note=notes.get(action),
            from_state=state,
            to_state=story.state,
            from_level=level,
            to_level=story.level,
            from_owner_id=owner,
            to_owner_id=story.owner,
            from_due_on=due,
            to_due_on=story.due_on,
            recorded_at=at,
            recorded_by_id=by,
        )
        if action is A.ANSWER:
            self.tables.documents.add(
                issue_id=story.issue,
                step_id=number,
                attachment_id=self.proof,
                recorded_at=at,
                recorded_by_id=by,
            )

    def _later(self, at: datetime) -> datetime:
        """Some days on, never past now; steps of one issue keep their order."""
        day = min(clock.business_date(at) + timedelta(days=self.random.randrange(1, 7)), clock.today())
        return max(working_moment(self.random, day), at)

    @staticmethod
    def _escalates(story: Story) -> date | None:
        """As the service has it, but from today on: the past's escalations are told already."""
        grace = {L.PARK: 3, L.CITY: 5}.get(story.level)
        if grace is None or story.state in (S.ANSWERED, S.CLOSED):
            return None
        day = add_working_days(max(story.due_on, story.level_since), grace)
        return max(day, add_working_days(clock.today(), 1))

    def _todo(self, issue: int, matter: Matter, story: Story, at: datetime) -> None:
        if story.owner is None or story.state not in (S.ASSIGNED, S.RETURNED):
            return
        self.tables.todos.add(
            title=matter.title,
            state=TodoState.OPEN,
            due_on=story.due_on,
            source=TodoSource.ISSUE,
            source_id=issue,
            owner_id=story.owner,
            source_owner_id=story.owner,
            park_id=matter.park_id,
            firm_id=matter.project.firm_id if matter.project else None,
            project_id=matter.project.id if matter.project else None,
            created_at=at,
            lock_version=1,
        )


def make(random: Random, number: int, projects: list[MadeProject], staff: Staff) -> Teller:
    """Tell ``number`` issues of projects; they are kept once :func:`write` is called."""
    leader = session.scalars(select(User.id).where(User.role == Role.LEADER)).first()
    teller = Teller(random, staff)
    for _place in range(number if projects else 0):
        matter = _matter(random, projects, leader)
        path = random.choices(PATHS, weights=WEIGHTS)[0]
        teller.tell(matter, path, clock.today() - timedelta(days=random.randrange(1 + 4 * len(path), 90)))
    return teller


def write(teller: Teller) -> None:
    write_all(*teller.tables.all)
    let_numbers_go_on(*teller.tables.all)
    set_number("issues", teller.number)


def _matter(random: Random, projects: list[MadeProject], leader: int | None) -> Matter:
    project = random.choice(projects)
    kind = random.choices(
        [IssueKind.NEED, IssueKind.PROBLEM, IssueKind.DIRECTIVE, IssueKind.OTHER], weights=[10, 7, 2, 1]
    )[0]
    if kind is IssueKind.NEED:
        category = random.choice(list(NeedCategory))
        return Matter(kind, random.choice(NEEDS[category]), project.park_id, project, category)
    if kind is IssueKind.DIRECTIVE:
        return Matter(kind, random.choice(DIRECTIVES), project.park_id, project, raised_by=leader)
    if kind is IssueKind.PROBLEM:
        return Matter(kind, random.choice(PROBLEMS), project.park_id, project)
    return Matter(kind, random.choice(OTHERS), project.park_id, None)


def _proof() -> int:
    """One file that proves, for all that is proven here."""
    found = session.scalars(select(Attachment.id).where(Attachment.file_name == "示例佐证.pdf")).first()
    if found is not None:
        return found
    made = storage.attach("示例佐证材料，仅供演示。".encode(), "示例佐证.txt", by_id=None)
    session.flush()
    return made.id
