// XML files read by a parser that is not ours: Python's.

import { execFileSync } from 'node:child_process'
import { z } from 'zod'

export const hasPython = (() => {
  try {
    execFileSync('python3', ['-c', 'import xml.etree.ElementTree'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

export interface Element {
  name: string
  attributes: Record<string, string>
  children: Element[]
}

const Element: z.ZodType<Element> = z.object({
  name: z.string(),
  attributes: z.record(z.string(), z.string()),
  children: z.array(z.lazy(() => Element)),
})

const READ = `import json, sys, xml.etree.ElementTree as tree
def plain(e): return {'name': e.tag, 'attributes': e.attrib, 'children': [plain(c) for c in e]}
json.dump(plain(tree.parse(sys.argv[1]).getroot()), sys.stdout)`

export function readXml(path: string): Element {
  const text = execFileSync('python3', ['-c', READ, path], { encoding: 'utf8', maxBuffer: 64 << 20 })
  return Element.parse(JSON.parse(text))
}

/** The only element of this name among the children. */
export function childOf({ children }: Element, name: string): Element {
  const [found, ...more] = children.filter(child => child.name === name)
  if (!found || more.length > 0) throw new Error(`${more.length + (found ? 1 : 0)} elements ${name}, not one`)
  return found
}
