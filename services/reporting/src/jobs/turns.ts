/**
 * Who may run beside whom in one process. A job whose worker has died runs alone: if it is the one that ends its
 * worker, it takes no other job with it a second time. Those that come while one waits for this wait behind it.
 */
export class Turns {
  private together = 0
  private alone = false
  private readonly waiting: { readonly alone: boolean; readonly go: () => void }[] = []

  async run<T>(alone: boolean, work: () => Promise<T>): Promise<T> {
    await this.enter(alone)
    try {
      return await work()
    } finally {
      if (alone) this.alone = false
      else this.together -= 1
      this.admit()
    }
  }

  private enter(alone: boolean): Promise<void> {
    return new Promise((go) => {
      this.waiting.push({ alone, go })
      this.admit()
    })
  }

  private admit(): void {
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      if (this.alone || (next.alone && this.together > 0)) return
      this.waiting.shift()
      if (next.alone) this.alone = true
      else this.together += 1
      next.go()
    }
  }
}
