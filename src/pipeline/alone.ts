// One at a time for one thing: whoever looks whether it is there, and makes it if not, is not overtaken meanwhile.

const lines = new WeakMap<object, Map<string, Promise<unknown>>>()

/** @param of what the thing is kept in: the same names in another are other things */
export async function alone<T>(of: object, name: string, work: () => Promise<T>): Promise<T> {
  const line = lines.get(of) ?? new Map<string, Promise<unknown>>()
  lines.set(of, line)
  const before = line.get(name) ?? Promise.resolve()
  const mine = before.catch(() => {}).then(work)
  line.set(name, mine)
  try {
    return await mine
  } finally {
    if (line.get(name) === mine) line.delete(name)
  }
}
