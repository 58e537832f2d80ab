/**
 * A short quiz: one right answer a question, an explanation after answering, any number of tries.
 *
 * Each <fieldset data-answer="b"> is a question; its .why paragraph is shown once answered.
 */
export class Quiz {
  /**
   * @param {HTMLFormElement} form
   * @param {(score: number) => void} onGraded  told the share of right answers, 0 to 1
   */
  constructor(form, onGraded) {
    this.form = form;
    this.onGraded = onGraded;
    this.questions = [...form.querySelectorAll("fieldset[data-answer]")];
    this.result = form.querySelector("output");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.grade();
    });
  }

  grade() {
    const chosen = this.questions.map((question) => question.querySelector("input:checked"));
    const open = chosen.findIndex((answer) => !answer);
    if (open >= 0) {
      this.result.textContent = `第 ${open + 1} 题还没有作答。`;
      this.questions[open].querySelector("input").focus();
      return;
    }
    const right = this.questions.map((question, index) => chosen[index].value === question.dataset.answer);
    this.questions.forEach((question, index) => {
      question.dataset.result = right[index] ? "right" : "wrong";
      question.querySelector(".why").hidden = false;
    });
    const score = right.filter(Boolean).length / right.length;
    this.result.textContent = `答对 ${right.filter(Boolean).length} 题，共 ${right.length} 题。`
      + (score >= 0.6 ? "通过。" : "未达到 60 分，可以看看解析再答一次。");
    this.onGraded(score);
  }

  showPrevious(score, pass) {
    this.result.textContent = `上次得分 ${Math.round(score * 100)} 分${score >= pass ? "，已通过。" : "，可以再答一次。"}`;
  }
}
