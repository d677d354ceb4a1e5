"""What an editor can put on the site's own pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT = ["h3", "bold", "italic", "ul", "ol", "link", "document-link"]


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=30)
    text = blocks.CharBlock(label=_("In one sentence"), max_length=120)

    class Meta:
        icon = "order"


class FactBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=40)
    value = blocks.CharBlock(label=_("Value"), max_length=200)


class NoticeBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("info", _("Good to know")),
            ("wait", _("Needs attention")),
            ("stop", _("Warning")),
        ],
        default="info",
    )
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "link"])

    class Meta:
        label = _("Notice")
        icon = "info-circle"
        template = "home/blocks/notice.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=120)
    answer = blocks.RichTextBlock(label=_("Answer"), features=["bold", "ul", "ol", "link"])

    class Meta:
        icon = "help"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    class Meta:
        label = _("Image")
        icon = "image"
        template = "home/blocks/picture.html"


class PageBody(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", max_length=80, template="home/blocks/heading.html"
    )
    text = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=TEXT)
    picture = PictureBlock()
    quote = blocks.BlockQuoteBlock(label=_("Quotation"))
    notice = NoticeBlock()
    facts = blocks.ListBlock(
        FactBlock(), label=_("Facts"), icon="list-ul", template="home/blocks/facts.html"
    )
    questions = blocks.ListBlock(
        QuestionBlock(), label=_("Questions"), icon="help", template="home/blocks/questions.html"
    )
