"""The closed vocabulary of powers: the levers of the OECD survey (table A.3), what else law grants, and house powers.

A *legal* power is granted by an instrument; a *house* power concerns the keeping of the platform and rests on the act
that adopts the framework. ``over_institutions`` says that the power is exercised over one institution at a time, so
that the question "may you?" needs to know over which. Slugs are stable for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Family = Literal["legal", "house"]


@dataclass(frozen=True, slots=True)
class PowerName:
    """Name one power of the vocabulary, in Spanish and English."""

    id: str
    es: str
    en: str
    family: Family
    over_institutions: bool
    lever: bool = False


def _legal(slug: str, es: str, en: str, *, over: bool = False, lever: bool = False) -> PowerName:
    return PowerName(slug, es, en, "legal", over, lever)


def _house(slug: str, es: str, en: str, *, over: bool = False) -> PowerName:
    return PowerName(slug, es, en, "house", over)


_LEVERS = (
    _legal("advise-strategy", "Asesorar en la estrategia", "Advise on the strategy", lever=True),
    _legal("monitor-strategy", "Dar seguimiento a la estrategia", "Monitor the strategy", lever=True),
    _legal("prioritise-projects", "Priorizar proyectos", "Prioritise projects", over=True, lever=True),
    _legal("review-projects", "Revisar proyectos", "Review projects", over=True, lever=True),
    _legal(
        "mandate-external-reviews", "Ordenar revisiones externas", "Mandate external reviews", over=True, lever=True
    ),
    _legal("approve-projects", "Aprobar proyectos", "Approve projects", over=True, lever=True),
    _legal("stop-projects", "Detener proyectos", "Stop projects", over=True, lever=True),
)
_STRATEGY = (
    _legal("adopt-strategy", "Adoptar la estrategia", "Adopt the strategy"),
    _legal(
        "coordinate-strategy", "Coordinar la ejecución de la estrategia", "Coordinate the strategy's implementation"
    ),
    _legal("draft-action-plan", "Elaborar un plan de acción", "Draft an action plan"),
    _legal("comment-action-plan", "Formular observaciones a un plan de acción", "Comment on an action plan"),
    _legal("approve-action-plan", "Aprobar un plan de acción", "Approve an action plan"),
    _legal("follow-up-instructions", "Dar seguimiento a los instructivos", "Follow up instructions"),
    _legal("advise-treaties", "Asesorar en tratados internacionales", "Advise on international treaties"),
    _legal("lead-open-government", "Conducir el gobierno abierto", "Lead open government"),
    _legal("lead-simplification", "Conducir la simplificación administrativa", "Lead administrative simplification"),
    _legal("lead-innovation", "Conducir la innovación pública", "Lead public-sector innovation"),
)
_RULES = (
    _legal("propose-norms", "Proponer normas jurídicas", "Propose legal rules"),
    _legal("issue-norms", "Dictar normas jurídicas", "Issue legal rules", over=True),
    _legal("issue-standards", "Dictar normas técnicas", "Issue technical standards", over=True),
    _legal("issue-guidelines", "Dictar guías", "Issue guidelines", over=True),
    _legal(
        "issue-directives", "Impartir directrices a una institución", "Give directives to an institution", over=True
    ),
    _legal("grant-waivers", "Conceder excepciones a una norma", "Grant waivers from a standard", over=True),
    _legal("assess-compliance", "Evaluar el cumplimiento de normas", "Assess compliance with standards", over=True),
    _legal("impose-sanctions", "Aplicar sanciones", "Impose sanctions", over=True),
    _legal("request-information", "Requerir información", "Request information", over=True),
    _legal("set-data-policy", "Fijar la política de datos", "Set data policy"),
    _legal("set-security-policy", "Fijar la política de seguridad digital", "Set digital security policy"),
    _legal(
        "give-security-opinion", "Informar sobre riesgos de seguridad", "Give an opinion on security risk", over=True
    ),
    _legal("set-business-case-method", "Fijar la metodología de caso de negocio", "Set the business-case methodology"),
    _legal("set-project-model", "Fijar el modelo de proyectos", "Set the project model"),
    _legal(
        "set-hiring-framework",
        "Fijar el marco de contratación de personal TIC",
        "Set the framework for hiring ICT staff",
    ),
)
_PROJECTS = (
    _legal("submit-project", "Presentar un proyecto", "Submit a project", over=True),
    _legal("report-on-project", "Informar el avance de un proyecto", "Report on a project", over=True),
    _legal("assess-risk", "Evaluar y clasificar el riesgo", "Assess and classify risk", over=True),
    _legal("decide-gates", "Decidir los hitos de un proyecto", "Decide a project's gates", over=True),
    _legal("approve-baselines", "Aprobar una nueva línea base", "Approve a new baseline", over=True),
    _legal("monitor-projects", "Dar seguimiento a proyectos", "Monitor projects", over=True),
    _legal("advise-technology", "Asesorar en el uso de tecnología", "Advise on the use of technology", over=True),
    _legal("run-whole-of-government-projects", "Ejecutar proyectos transversales", "Run whole-of-government projects"),
)
_MONEY = (
    _legal("approve-ict-spend", "Autorizar gasto TIC", "Authorise ICT spend", over=True),
    _legal("manage-fund", "Administrar un fondo para proyectos", "Manage a fund for projects"),
    _legal("hold-risk-reserve", "Administrar la reserva de riesgo", "Hold the risk reserve"),
    _legal("set-procurement-strategy", "Fijar la estrategia de compras TIC", "Set the ICT procurement strategy"),
    _legal("control-procurement", "Controlar compras TIC", "Control ICT procurement", over=True),
    _legal("provide-shared-services", "Proveer servicios compartidos", "Provide shared services"),
    _legal(
        "mandate-shared-services",
        "Hacer obligatorio un servicio compartido",
        "Make a shared service compulsory",
        over=True,
    ),
    _legal("price-shared-services", "Fijar el precio de servicios compartidos", "Price shared services"),
)
_PEOPLE = (
    _legal("appoint-head", "Nombrar a la jefatura de gobierno digital", "Appoint the head of digital government"),
    _legal("appoint-council-members", "Nombrar a integrantes de un consejo", "Appoint members of a council"),
    _legal(
        "appoint-institutional-officers",
        "Designar responsables en la institución",
        "Appoint an institution's officers",
        over=True,
    ),
    _legal("delegate-powers", "Delegar atribuciones", "Delegate powers"),
    _legal("convene-committee", "Convocar a un comité", "Convene a committee"),
    _legal("create-bodies", "Crear comités y grupos de trabajo", "Create committees and working groups"),
)
_HOUSE = (
    _house("adopt-framework", "Adoptar el marco de gobernanza", "Adopt the governance framework"),
    _house("set-parameter", "Fijar un parámetro", "Set a parameter"),
    _house("keep-registers", "Llevar los registros", "Keep the registers"),
    _house("import-registers", "Importar registros", "Import registers"),
    _house("appoint-people", "Registrar nombramientos", "Register appointments"),
    _house("keep-minutes", "Llevar las actas", "Keep the minutes"),
    _house("declare-interest", "Declarar un interés", "Declare an interest"),
    _house("co-sign", "Firmar lo que otro decide", "Sign what another decides"),
    _house("manage-accounts", "Administrar cuentas", "Manage accounts"),
    _house("issue-tokens", "Emitir credenciales de acceso", "Issue access tokens"),
    _house("read-record", "Leer el registro de decisiones", "Read the decision record"),
    _house("operate-record", "Operar el registro de decisiones", "Operate the decision record"),
    _house("publish-open-data", "Publicar datos abiertos", "Publish open data"),
)

POWERS: Final[dict[str, PowerName]] = {
    power.id: power for power in (*_LEVERS, *_STRATEGY, *_RULES, *_PROJECTS, *_MONEY, *_PEOPLE, *_HOUSE)
}
LEVERS: Final = tuple(power.id for power in _LEVERS)
LEGAL_POWERS: Final = tuple(power.id for power in POWERS.values() if power.family == "legal")
HOUSE_POWERS: Final = tuple(power.id for power in POWERS.values() if power.family == "house")

INTENSITIES: Final = ("advise", "comply-or-explain", "condition", "bind", "stop")
"""How strongly a power is exercised, from the softest to the hardest."""

FUNCTIONS: Final[dict[str, tuple[str, str]]] = {
    "digital-service-delivery": ("Prestación digital de servicios", "Digital service delivery"),
    "digital-government-strategy": ("Estrategia de gobierno digital", "Digital government strategy"),
    "standards": ("Normas técnicas de gobierno digital", "Standards for digital government"),
    "shared-services": ("Servicios compartidos", "Shared services"),
    "ict-procurement": ("Compras TIC", "ICT procurement"),
    "project-review": ("Revisión de proyectos TIC", "Review of ICT projects"),
    "ict-budget": ("Presupuesto TIC", "ICT budget"),
    "innovation": ("Innovación pública", "Public-sector innovation"),
    "open-government": ("Gobierno abierto", "Open government"),
    "open-data": ("Datos abiertos", "Open government data"),
    "privacy": ("Protección de datos personales", "Data privacy"),
    "security": ("Seguridad digital", "Digital security"),
    "data-management": ("Gestión e intercambio de datos", "Data management and exchange"),
    "administrative-simplification": ("Simplificación administrativa", "Administrative simplification"),
    "information-society": ("Sociedad de la información", "Information society"),
    "connectivity": ("Conectividad", "Connectivity"),
    "skills": ("Competencias digitales", "Digital skills"),
}
"""The functions a body may have a share in, so that overlaps between bodies can be asked for."""
