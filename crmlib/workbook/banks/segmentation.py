"""The questions of chapter 7, segmentation and targets."""

from crmlib.workbook.choice import Choice, Option
from crmlib.workbook.questions import Twin

lab_abc = Choice(
    id="segmentation.lab-abc",
    section="07-segmentation#segmentation-abc",
    title="Lab: the best buyers",
    prompt="Before you move anything: 28 % of the buyers bring 70 % of the revenue. How many further buyers does it take to "
    "get from 70 % to 90 %?",
    options=[
        Option("as-many", "about as many again", "The curve flattens: each further buyer brings less."),
        Option(
            "fewer",
            "fewer: 20 % is less than 70 %",
            "The 20 % must be made of smaller buyers, and it takes more of them for the same money.",
        ),
        Option("all", "nearly all of the rest", "Then the last tenth of the revenue would have no buyers."),
    ],
    answer="as-many",
    hints=[
        "The buyers stand in order of their spend. Who comes next, and what does each add?",
        Twin(
            lambda: (
                "With spends of 50, 20, 10, 8, 6, 4 and 2 two buyers bring 70 of 100, and two more bring 88. "
                "It takes as many again for 18 as it took for 70."
            )
        ),
    ],
    after="Where does the curve itself say: cut here?",
)

lab_grid = Choice(
    id="segmentation.lab-grid",
    section="07-segmentation#segmentation-grid",
    title="Lab: the cut of value",
    prompt="Before you move anything: the cut of value rises from ¥500 to ¥1,500, that of potential stays. What happens to the "
    "cell “high value, high potential”?",
    options=[
        Option(
            "smaller-safer",
            "it loses customers, and more of those who stay are still active",
            "Who spent much last year is more likely still here.",
        ),
        Option(
            "smaller-same",
            "it loses customers, and as many in a hundred are active as before",
            "That would need spend and being active to have nothing to do with each other.",
        ),
        Option(
            "larger",
            "it gains customers",
            "A higher cut can only let fewer through.",
        ),
    ],
    answer="smaller-safer",
    hints=[
        "Who can have spent more than ¥1,500 in 2025? When will she have ordered last?",
        Twin(
            lambda: (
                "A twin: of pupils who read at least five books last term fewer are left than of those who read one. And more of "
                "the five-book readers still hold a library card. A higher bar of use leaves the livelier ones."
            )
        ),
    ],
    after="How much potential did the safer cell give up?",
)

lab_break_even = Choice(
    id="segmentation.lab-break-even",
    section="07-segmentation#segmentation-decision",
    title="Lab: half the share won",
    prompt="Before you move anything: the programme wins 5 % of what a customer spends elsewhere instead of 10 %. A place still "
    "costs ¥60. What happens to the potential from which on a place pays, ¥2,400 so far?",
    options=[
        Option("doubles", "it doubles, to ¥4,800", "The share won stands below the line: 60 ÷ (0.05 × 0.25)."),
        Option(
            "half-more",
            "it rises by half, to ¥3,600",
            "That adds half of the old break-even. How much potential brings ¥60 of margin at 5 %?",
        ),
        Option(
            "halves",
            "it falls by half, to ¥1,200",
            "Less won from each yuan of potential: then it takes more potential, not less.",
        ),
    ],
    answer="doubles",
    hints=[
        "How much margin does ¥1,000 of potential bring at 10 %, and at 5 %?",
        Twin(
            lambda: (
                "With a cost of ¥30 and a margin of 20 %: at 15 % won the break-even is 30 ÷ 0.03 = ¥1,000; at 5 % it is "
                "30 ÷ 0.01 = ¥3,000. A third of the share won, three times the potential."
            )
        ),
    ],
    after="Which of the four sliders would you measure first, and how?",
)

QUESTIONS = ()
LABS = (lab_abc, lab_grid, lab_break_even)
QUIZ = ()
