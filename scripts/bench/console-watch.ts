import type { Page } from 'playwright-core'

declare global {
  interface Window {
    bench: {
      /** Milliseconds from the next key press to the first frame on which the canvas is another one. */
      untilPainted(): Promise<number>
      /** Begins to note frames. */
      start(): void
      /** Milliseconds of script in each frame since then, and between frames. */
      stop(): { script: number[]; between: number[] }
    }
  }
}

/** Puts what measures into every page that is opened from now on. */
export async function watchFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const ask = requestAnimationFrame.bind(globalThis)
    let script: number[] = []
    let between: number[] = []
    let inFrame = 0
    let running = false
    globalThis.requestAnimationFrame = (act) =>
      ask((time) => {
        const began = performance.now()
        act(time)
        inFrame += performance.now() - began
      })
    // What pointers and wheels cause before the frame belongs to it as well.
    const add = EventTarget.prototype.addEventListener
    EventTarget.prototype.addEventListener = function (this: EventTarget, type: string, act, options) {
      const isInput = /^(pointer|mouse|wheel|scroll)/.test(type) && typeof act === 'function'
      const timed = (event: Event) => {
        const began = performance.now()
        ;(act as EventListener).call(this, event)
        inFrame += performance.now() - began
      }
      add.call(this, type, isInput ? timed : act, options)
    }
    const small = new OffscreenCanvas(64, 64)
    const context = small.getContext('2d', { willReadFrequently: true })!
    const look = () => {
      context.clearRect(0, 0, 64, 64)
      for (const layer of document.querySelectorAll<HTMLCanvasElement>('[data-canvas] canvas')) {
        if (layer.width > 0) context.drawImage(layer, 0, 0, 64, 64)
      }
      return context.getImageData(0, 0, 64, 64).data.join()
    }
    window.bench = {
      untilPainted() {
        const before = look()
        return new Promise((done) => {
          const begin = ({ timeStamp }: Event) => {
            const frame = () => (look() === before ? ask(frame) : done(performance.now() - timeStamp))
            ask(frame)
          }
          add.call(document, 'keydown', begin, { once: true, capture: true })
        })
      },
      start() {
        script = []
        between = []
        running = true
        let last = performance.now()
        const frame = (time: number) => {
          if (!running) return
          between.push(time - last)
          last = time
          script.push(inFrame)
          inFrame = 0
          ask(frame)
        }
        inFrame = 0
        ask(frame)
      },
      stop() {
        running = false
        return { script, between }
      },
    }
  })
}
