"""Who may write and publish pages: schools write, the bureau publishes."""

from django.contrib.auth.models import Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from training.organisations.roles import group_of
from training.organisations.states import Role

PROPOSED = "chaozhou-snacks"
WORKFLOW = "课程页面：机构编写，人社局审核"
OFFICERS_MAY = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
SCHOOLS_MAY = ["add_page"]  # and change what they own
WRITERS = [Role.PROVIDER_MANAGER, Role.TRAINER]
IMAGES = {role: ["add_image", "choose_image"] for role in WRITERS}
IMAGES[Role.OFFICER] = ["add_image", "change_image", "choose_image"]


def load_publishing(catalogues):
    site = Site.objects.get(is_default_site=True)
    for home in [site.root_page, *site.root_page.get_translations()]:
        _allow(Role.OFFICER, home, OFFICERS_MAY)
    for catalogue in catalogues:
        for role in WRITERS:
            _allow(role, catalogue, SCHOOLS_MAY)
    _allow_images()
    _assign(_workflow(), catalogues)


def _allow(role, page, codenames):
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=codenames
    ):
        GroupPagePermission.objects.get_or_create(
            group=group_of(role), page=page, permission=permission
        )


def _allow_images():
    root = Collection.get_first_root_node()
    for role, codenames in IMAGES.items():
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailimages", codename__in=codenames
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=group_of(role), collection=root, permission=permission
            )


def _workflow():
    task, _ = GroupApprovalTask.objects.get_or_create(name="人社局审核")
    task.groups.add(group_of(Role.OFFICER))
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    return workflow


def _assign(workflow, catalogues):
    for catalogue in catalogues:
        WorkflowPage.objects.get_or_create(page=catalogue, defaults={"workflow": workflow})


def propose_a_change(catalogue, manager):
    """One course page with a change that waits for the bureau, so that there is one to judge."""
    page = catalogue.get_children().get(slug=PROPOSED).specific
    if page.workflow_states.exists():
        return
    page.intro = f"{page.intro}本期起，材料由学校提供。"
    page.save_revision(user=manager)
    catalogue.get_workflow().start(page, manager)
