"""The command ``leadkit profile``: what is in lists, before anything is changed."""

from __future__ import annotations

from dataclasses import dataclass

from leadkit.base.how_many import how_many
from leadkit.base.options import option
from leadkit.commands.options import ListFiles, command_app
from leadkit.commands.running import write_text
from leadkit.commands.telling import say
from leadkit.files.disk import STANDARD, refuse_page_ending
from leadkit.reporting.profile.options import ProfileOptions


@dataclass(frozen=True)
class ShownOptions(ProfileOptions):
    """How lists are read for a profile, and how it is shown."""

    output: str = option(STANDARD, "output", "Write a page of HTML here; JSON with --json.",
                         short="-o")  # fmt: skip
    json: bool = option(False, "flag", "Show it as JSON.")
    show_values: bool = option(False, "flag", "Show cells of people as they are, not masked.")
    quiet: bool = option(False, "flag", "Say nothing unless something is wrong.", short="-q")


@command_app(
    "profile",
    "leadkit profile badges.csv crm.xlsx",
    "leadkit profile inbox/ -o profile.html",
)
def app(
    options: ShownOptions,
    files: ListFiles = None,
) -> None:
    """Tell what is in lists before anything is changed.

    Of each list how it is written and which rows cannot be read; of each column what it was taken
    for and why, what it holds and what is wrong with it; who stands there twice, who may be
    contacted, and what import, clean and dedupe would do. Cells of people are masked.
    """
    from leadkit.reporting.profile.profile import Profile
    from leadkit.reporting.profile.read import read_profile

    refuse_page_ending(options.output, options.json)
    figures = read_profile(files or [STANDARD], options)
    found = Profile(figures, options.show_values)
    if options.json:
        write_text(found.as_json(), options.output)
    elif options.output != STANDARD:
        write_text(found.html(), options.output)
    else:
        from leadkit.commands.profile_view import show_profile

        show_profile(figures, options.show_values)
    if options.output != STANDARD and not options.quiet:
        rows, lists = how_many(figures.rows, "row"), how_many(len(figures.lists), "list")
        kept = " It shows cells of people as they are." if options.show_values else ""
        say(f"leadkit profile: {options.output}: {rows} of {lists}.{kept}")
