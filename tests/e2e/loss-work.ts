import type { Page } from 'playwright-core'
import { canvasOf, chooseLabel, type Drawing, drawByMouse, pictureShown } from './drawing.ts'
import type { LossStage, Picture } from './loss-stage.ts'

/** What a labeler draws on one picture after the other, and what must be there therefore. */
export class LossWork {
  /** What is on each picture, by id of the sample, as `LossStage.stored` has it. */
  readonly drawn = new Map<string, string[]>()
  current = ''
  readonly #stage: LossStage
  readonly #random: (n: number) => number
  /** In the order in which they are worked on. */
  readonly #pictures: readonly Picture[]

  constructor(stage: LossStage, pictures: readonly Picture[], random: (n: number) => number) {
    this.#stage = stage
    this.#pictures = pictures
    this.#random = random
  }

  get page(): Page {
    return this.#stage.labeler.page
  }

  /** Goes on to the next picture of the list by its address. */
  async openNext(): Promise<void> {
    this.#turnTo(this.#place + 1)
    await this.open()
  }

  /** Loads the page anew, at a picture. */
  async open(sample_id = this.current): Promise<void> {
    const { dataset_id, workforce_task_id } = this.#stage.task
    this.current = sample_id
    await this.page.goto(`/work/${dataset_id}/${workforce_task_id}/label?sample_id=%22${sample_id}%22&state=all`)
    await this.isShown()
  }

  /** Asks to hand in; what is there then is what counts, and the next picture comes. */
  async submit(): Promise<void> {
    if (this.#list.length === 0) await this.#draw()
    await canvasOf(this.page).focus()
    await this.page.keyboard.press('Control+Enter')
    this.#turnTo(this.#place + 1)
  }

  async strokes(most: number): Promise<void> {
    for (let i = 1 + this.#random(most); i > 0; i--) await this.#stroke()
  }

  async save(): Promise<void> {
    await canvasOf(this.page).focus()
    await this.page.keyboard.press('Control+s')
  }

  /** How many objects the page lists. */
  async shown(): Promise<number> {
    const rows = this.page.getByRole('listbox', { name: 'Objects' }).getByRole('option')
    return (await rows.count()) === 0 ? 0 : Number(await rows.first().getAttribute('aria-setsize'))
  }

  get #list(): string[] {
    return this.drawn.get(this.current)!
  }

  get #place(): number {
    return this.#pictures.findIndex(({ sample_id }) => sample_id === this.current)
  }

  #turnTo(place: number): void {
    this.current = this.#pictures[place]!.sample_id
    this.drawn.set(this.current, [])
  }

  /** Waits until the picture can be drawn on, also where a submit has led to it. */
  async isShown(): Promise<void> {
    await pictureShown(this.page, this.#pictures[this.#place]!.sample_name)
    await chooseLabel(this.page, 'car')
  }

  async #stroke(): Promise<void> {
    if (this.#list.length === 0 || this.#random(6) > 0) return this.#draw()
    await this.page.keyboard.press('Control+z')
    this.#list.pop()
  }

  async #draw(): Promise<void> {
    const random = this.#random
    const [x, y] = [20 + random(200), 20 + random(150)]
    const isBox = random(2) === 0
    const end = [x + 10 + random(80), y + (isBox ? 10 : 0) + random(50)]
    const drawing: Drawing = { shape: isBox ? 'bndbox' : 'line', feature: [[x, y], end] }
    await drawByMouse(this.page, drawing)
    this.#list.push(`${drawing.shape} ${drawing.feature}`)
  }
}
