"""What an editor can put on a course page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT = ["h3", "bold", "italic", "ul", "ol", "link", "document-link"]


class SkillsBlock(blocks.StructBlock):
    skills = blocks.ListBlock(
        blocks.CharBlock(max_length=120),
        label=_("Skills"),
        help_text=_("One thing a line: what someone can do after the course."),
    )

    class Meta:
        label = _("What you will be able to do")
        icon = "check"
        template = "training_courses/blocks/skills.html"


class TrainerBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Full name"), max_length=60)
    photo = ImageBlock(label=_("Photo"), required=False)
    sentence = blocks.CharBlock(label=_("In one sentence"), max_length=160, required=False)

    class Meta:
        icon = "user"


class TrainersBlock(blocks.StructBlock):
    trainers = blocks.ListBlock(TrainerBlock(), label=_("Trainers"))

    class Meta:
        label = _("Trainers")
        icon = "group"
        template = "training_courses/blocks/trainers.html"


class PhotosBlock(blocks.StructBlock):
    photos = blocks.ListBlock(ImageBlock(), label=_("Photos"))

    class Meta:
        label = _("Photos")
        icon = "image"
        template = "training_courses/blocks/photos.html"


class VoiceBlock(blocks.StructBlock):
    quote = blocks.TextBlock(label=_("What they say"), max_length=300, rows=3)
    who = blocks.CharBlock(
        label=_("Who"),
        max_length=60,
        help_text=_("As they wish to be named. Ask before you publish."),
    )
    year = blocks.IntegerBlock(label=_("Year"), required=False, min_value=1980, max_value=2100)

    class Meta:
        icon = "openquote"


class VoicesBlock(blocks.StructBlock):
    voices = blocks.ListBlock(VoiceBlock(), label=_("Voices"))

    class Meta:
        label = _("What past trainees say")
        icon = "openquote"
        template = "training_courses/blocks/voices.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=120)
    answer = blocks.RichTextBlock(label=_("Answer"), features=["bold", "ul", "link"])

    class Meta:
        icon = "help"


class QuestionsBlock(blocks.StructBlock):
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        label = _("Questions people ask")
        icon = "help"
        template = "training_courses/blocks/questions.html"


class CourseBody(blocks.StreamBlock):
    skills = SkillsBlock()
    text = blocks.RichTextBlock(
        label=_("Text"),
        icon="pilcrow",
        features=TEXT,
        template="training_courses/blocks/text.html",
    )
    trainers = TrainersBlock()
    photos = PhotosBlock()
    voices = VoicesBlock()
    questions = QuestionsBlock()
