"""Candidates and issue for the administration; the check page for everyone."""

from flask import Blueprint, Response, current_app, flash, jsonify, redirect, render_template, request
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from course.base.access import Permission, public, requires
from course.certificates import actions, queries
from course.certificates.codes import grouped, tidy
from course.certificates.issuing import issue_certificates
from course.certificates.models import Certificate
from course.certificates.snapshot import Snapshot
from course.content.current import current_catalogue
from course.events.queries import get_event
from course.web import context, limits
from course.web.forms import Form
from course.web.language import told

certificates = Blueprint("certificates", __name__)

View = str | AnyResponse | tuple[str, int]


class RevocationForm(Form):
    reason = TextAreaField(
        _l("Reason (everyone who checks the certificate will read it)"),
        [DataRequired(_l("Write why, in a sentence.")), Length(max=500)],
    )


@certificates.get("/events/<code>/certificates")
@requires(Permission.SEE_CANDIDATES)
def candidates_page(code: str) -> str:
    session, actor = context.session(), context.actor()
    event = get_event(session, actor, code)
    found = queries.candidates(session, actor, current_catalogue(), event)
    return render_template(
        "certificates/candidates.html",
        event=event,
        candidates=found,
        ready=sum(candidate.can_be_issued for candidate in found),
        may_issue=actor.may(Permission.ISSUE_CERTIFICATES),
        catalogue=current_catalogue(),
    )


@certificates.post("/events/<code>/certificates")
@requires(Permission.ISSUE_CERTIFICATES)
def issue(code: str) -> AnyResponse:
    session, actor = context.session(), context.actor()
    event = get_event(session, actor, code)
    ready = [
        (candidate.enrolment.id, candidate.enrolment.person.name)
        for candidate in queries.candidates(session, actor, current_catalogue(), event)
        if candidate.can_be_issued
    ]
    report = issue_certificates(
        context.unit_of_work,
        actor,
        context.clock(),
        current_catalogue(),
        ready,
        context.settings().base_url,
    )
    count = len(report.issued)
    flash(ngettext("%(num)d certificate issued.", "%(num)d certificates issued.", count))
    for refusal in report.refused:
        flash(f"{refusal.name}: {told(refusal.error)}", "danger")
    return redirect(f"/events/{code}/certificates", 303)


@certificates.get("/verify")
@public
def verify() -> View:
    """Open to all: anyone may check a certificate."""
    typed = request.args.get("code", "")[:60]
    if tidy(typed):
        return redirect(f"/verify/{tidy(typed)}", 303)
    return render_template("certificates/verify.html", typed="", unknown=False)


@certificates.get("/verify/<code>")
@certificates.get("/certificates/<code>")
@public
def certificate_page(code: str) -> View:
    """Open to all: anyone who holds the paper may check it."""
    return _certificate_page(code, RevocationForm(formdata=None))


def _certificate_page(code: str, form: RevocationForm, status: int = 200) -> View:
    limits.refuse_excess(current_app)
    certificate = queries.find_public(context.session(), code)
    if certificate is None:
        return render_template("certificates/verify.html", typed=code[:60], unknown=True), 404
    actor = context.find_actor()
    may_revoke = (
        actor is not None
        and actor.may(Permission.ISSUE_CERTIFICATES)
        and actor.id != certificate.person_id
        and certificate.revocation is None
    )
    page = render_template(
        "certificates/certificate.html",
        certificate=certificate,
        snapshot=Snapshot.model_validate(certificate.snapshot),
        code=grouped(certificate.code),
        form=form if may_revoke else None,
    )
    return page, status


@certificates.get("/certificates/<code>.pdf")
@public
def certificate_pdf(code: str) -> View:
    """Open to all: the code is the key, and the file says no more than the paper."""
    limits.refuse_excess(current_app)
    certificate = queries.find_public(context.session(), code)
    if certificate is None:
        return render_template("certificates/verify.html", typed=code[:60], unknown=True), 404
    if certificate.revocation is not None:
        return redirect(f"/certificates/{certificate.code}", 303)
    response = Response(queries.document_of(context.session(), certificate), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="certificate-{certificate.serial}.pdf"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@certificates.get("/certificates/<code>.json")
@public
def certificate_facts(code: str) -> tuple[Response, int]:
    """Open to all: the same facts for a program."""
    limits.refuse_excess(current_app)
    certificate = queries.find_public(context.session(), code)
    if certificate is None:
        return jsonify(status="unknown"), 404
    return jsonify(_facts(certificate)), 200


def _facts(certificate: Certificate) -> dict[str, object]:
    snapshot = Snapshot.model_validate(certificate.snapshot)
    facts: dict[str, object] = {
        "status": "valid",
        "code": certificate.code,
        "serial": certificate.serial,
        "name": snapshot.names.native,
        "name_latin": snapshot.names.latin,
        "title": dict(snapshot.title),
        "hours": snapshot.hours,
        "issued_on": snapshot.issued_on.isoformat(),
        "document_sha256": certificate.document_sha256,
    }
    if certificate.revocation is not None:
        revoked_on = certificate.revocation.revoked_at.date().isoformat()
        facts |= {"status": "revoked", "revoked_on": revoked_on, "reason": certificate.revocation.reason}
    return facts


@certificates.post("/certificates/<code>/revocation")
@requires(Permission.ISSUE_CERTIFICATES)
def revoke(code: str) -> View:
    form = RevocationForm()
    if not form.validate():
        return _certificate_page(code, form, 422)
    unit = context.begin_writing()
    certificate = queries.get_certificate(unit, context.actor(), tidy(code))
    actions.revoke(unit, context.actor(), context.now(), certificate, form.reason.data)
    flash(gettext("Certificate %(serial)s is revoked.", serial=certificate.serial))
    return redirect(f"/certificates/{certificate.code}", 303)
