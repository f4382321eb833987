// A list of floats that grows by doubling.

export class GrowingFloats {
  #values = new Float32Array(4096)
  length = 0

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Float32Array(this.length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.length++] = value
  }

  toArray(): Float32Array {
    return this.#values.subarray(0, this.length)
  }
}
