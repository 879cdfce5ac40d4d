"""Turn messy contact lists into leads worth calling.

The Python API: each command as a function on pandas DataFrames, see docs/python.md. Names are
loaded when they are used, so that importing leadkit costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers know it by its name; to load typing would take a while
if TYPE_CHECKING:
    # What type checkers see: each name as it is where it lives.
    from leadkit.accounts import account_leads as account_leads
    from leadkit.accounts import account_table as account_table
    from leadkit.assign import AssignOptions as AssignOptions
    from leadkit.assign import assign_leads as assign_leads
    from leadkit.base.errors import LeadkitError as LeadkitError
    from leadkit.classify import ClassifyOptions as ClassifyOptions
    from leadkit.classify import classify_leads as classify_leads
    from leadkit.classifying.consent_overview import consent_overview as consent_overview
    from leadkit.classifying.consent_table import ConsentTable as ConsentTable
    from leadkit.classifying.consent_table import read_consent as read_consent
    from leadkit.classifying.hashed_list import SuppressionHashes as SuppressionHashes
    from leadkit.classifying.hashed_list import suppress_hashes as suppress_hashes
    from leadkit.classifying.lifecycle import Lifecycle as Lifecycle
    from leadkit.classifying.lifecycle import read_lifecycle as read_lifecycle
    from leadkit.clean import clean_leads as clean_leads
    from leadkit.cpl import CplOptions as CplOptions
    from leadkit.cpl import cost_per_lead as cost_per_lead
    from leadkit.cpl import max_cpl as max_cpl
    from leadkit.dedupe import dedupe_leads as dedupe_leads
    from leadkit.deduping.explain import Explanation as Explanation
    from leadkit.deduping.explain import explain_pair as explain_pair
    from leadkit.deduping.merging.merge_rules import MergeRules as MergeRules
    from leadkit.deduping.merging.merge_rules import read_merge_rules as read_merge_rules
    from leadkit.deduping.merging.unmerge import unmerge_leads as unmerge_leads
    from leadkit.deduping.options import DedupeOptions as DedupeOptions
    from leadkit.deduping.options import UpdateOptions as UpdateOptions
    from leadkit.deduping.rounds import Deduped as Deduped
    from leadkit.deduping.updating import Updated as Updated
    from leadkit.economics.study import StudyOptions as StudyOptions
    from leadkit.economics.study import cost_per_channel as cost_per_channel
    from leadkit.export import Exported as Exported
    from leadkit.export import ExportOptions as ExportOptions
    from leadkit.export import export_leads as export_leads
    from leadkit.fields.cleaner import CleanOptions as CleanOptions
    from leadkit.fields.remark_words import RemarkWords as RemarkWords
    from leadkit.fields.title_words import TitleWords as TitleWords
    from leadkit.handoff.target import Target as Target
    from leadkit.handoff.target_file import read_target as read_target
    from leadkit.importing.frames import Imported as Imported
    from leadkit.importing.frames import import_leads as import_leads
    from leadkit.importing.options import ImportOptions as ImportOptions
    from leadkit.reporting.profile.options import ProfileOptions as ProfileOptions
    from leadkit.reporting.profile.profile import Profile as Profile
    from leadkit.reporting.profile.profile import profile as profile
    from leadkit.routing.routing_file import Routing as Routing
    from leadkit.routing.routing_file import read_routing as read_routing
    from leadkit.rules.remark_words import read_remark_words as read_remark_words
    from leadkit.rules.title_words import read_title_words as read_title_words
    from leadkit.score import ScoreOptions as ScoreOptions
    from leadkit.score import score_leads as score_leads
    from leadkit.scoring.explain import ScoreExplanation as ScoreExplanation
    from leadkit.scoring.explain import Step as Step
    from leadkit.scoring.explain import explain_lead as explain_lead
    from leadkit.scoring.scorecard import ScoringRules as ScoringRules
    from leadkit.scoring.scorecard import read_scoring as read_scoring
    from leadkit.update import update_leads as update_leads
    from leadkit.workspace.differences import Differences as Differences
    from leadkit.workspace.differences import lead_differences as lead_differences
    from leadkit.workspace.new_workspace import new_workspace as new_workspace
    from leadkit.workspace.pruning import Pruned as Pruned
    from leadkit.workspace.pruning import prune_runs as prune_runs
    from leadkit.workspace.publishing import publish_run as publish_run
    from leadkit.workspace.redo import Redone as Redone
    from leadkit.workspace.redo import redo_run as redo_run
    from leadkit.workspace.reports import report_html as report_html
    from leadkit.workspace.restoring import Restored as Restored
    from leadkit.workspace.restoring import restore_run as restore_run
    from leadkit.workspace.run_differences import RunDifferences as RunDifferences
    from leadkit.workspace.run_differences import diff_runs as diff_runs
    from leadkit.workspace.running import WorkspaceRun as WorkspaceRun
    from leadkit.workspace.running import run_workspace as run_workspace
    from leadkit.workspace.runs import Run as Run
    from leadkit.workspace.runs import list_runs as list_runs

    __version__: str
else:
    # What Python does: a test holds that both say the same.
    _HOME = {
        "leadkit.accounts": "account_leads account_table",
        "leadkit.assign": "AssignOptions assign_leads",
        "leadkit.base.errors": "LeadkitError",
        "leadkit.classify": "ClassifyOptions classify_leads",
        "leadkit.classifying.consent_overview": "consent_overview",
        "leadkit.classifying.consent_table": "ConsentTable read_consent",
        "leadkit.classifying.hashed_list": "SuppressionHashes suppress_hashes",
        "leadkit.classifying.lifecycle": "Lifecycle read_lifecycle",
        "leadkit.clean": "clean_leads",
        "leadkit.cpl": "CplOptions cost_per_lead max_cpl",
        "leadkit.dedupe": "dedupe_leads",
        "leadkit.deduping.explain": "Explanation explain_pair",
        "leadkit.deduping.merging.merge_rules": "MergeRules read_merge_rules",
        "leadkit.deduping.merging.unmerge": "unmerge_leads",
        "leadkit.deduping.options": "DedupeOptions UpdateOptions",
        "leadkit.deduping.rounds": "Deduped",
        "leadkit.deduping.updating": "Updated",
        "leadkit.economics.study": "StudyOptions cost_per_channel",
        "leadkit.export": "ExportOptions Exported export_leads",
        "leadkit.fields.cleaner": "CleanOptions",
        "leadkit.fields.remark_words": "RemarkWords",
        "leadkit.fields.title_words": "TitleWords",
        "leadkit.handoff.target": "Target",
        "leadkit.handoff.target_file": "read_target",
        "leadkit.importing.frames": "Imported import_leads",
        "leadkit.importing.options": "ImportOptions",
        "leadkit.reporting.profile.options": "ProfileOptions",
        "leadkit.reporting.profile.profile": "Profile profile",
        "leadkit.routing.routing_file": "Routing read_routing",
        "leadkit.rules.remark_words": "read_remark_words",
        "leadkit.rules.title_words": "read_title_words",
        "leadkit.score": "ScoreOptions score_leads",
        "leadkit.scoring.explain": "ScoreExplanation Step explain_lead",
        "leadkit.scoring.scorecard": "ScoringRules read_scoring",
        "leadkit.update": "update_leads",
        "leadkit.workspace.differences": "Differences lead_differences",
        "leadkit.workspace.new_workspace": "new_workspace",
        "leadkit.workspace.pruning": "Pruned prune_runs",
        "leadkit.workspace.publishing": "publish_run",
        "leadkit.workspace.redo": "Redone redo_run",
        "leadkit.workspace.reports": "report_html",
        "leadkit.workspace.restoring": "Restored restore_run",
        "leadkit.workspace.run_differences": "RunDifferences diff_runs",
        "leadkit.workspace.running": "WorkspaceRun run_workspace",
        "leadkit.workspace.runs": "Run list_runs",
    }
    _MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}
    __all__ = sorted([*_MODULE_OF, "__version__"])

    def __getattr__(name):
        if name == "__version__":
            from importlib.metadata import version

            return version("leadkit")
        if name in _MODULE_OF:
            from importlib import import_module

            return getattr(import_module(_MODULE_OF[name]), name)
        raise AttributeError(f"module 'leadkit' has no attribute '{name}'")

    def __dir__():
        return __all__
