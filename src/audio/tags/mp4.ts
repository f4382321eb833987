// MP4: the list of items lies deep in the box `moov`. When that grows, what lies behind it moves, and so do the places where the
// sound's chunks are said to be.

import { InputFault } from '../../errors.ts'
import { setAtoms } from './atoms.ts'
import { type Box, boxesIn, change, contentOf, headAt, render } from './boxes.ts'
import type { Changes } from './fields.ts'
import type { OldFile, Piece } from './pieces.ts'

interface Place {
  type: string
  from: number
  head: number
  to: number
}

export async function mp4Pieces(file: OldFile, changes: Changes): Promise<Piece[]> {
  const places = await placesOf(file)
  const place = places.find(({ type }) => type === 'moov')
  if (!place) throw unfit('it has no list of its sound')
  const old = boxesIn(await file.read(place.from + place.head, place.to - place.from - place.head))
  const made = render({ type: 'moov', content: contentOf(setItems(old, changes)) })
  const grown = made.reduce((sum, { length }) => sum + length, 0) - (place.to - place.from)
  if (grown !== 0 && places.some(({ type }) => type === 'moof' || type === 'sidx')) throw unfit('it is in fragments')
  const moved = Buffer.concat(made)
  moveChunks(boxesIn(moved.subarray(8)), place.to, grown)
  return [{ from: 0, to: place.from }, moved, { from: place.to, to: file.size }]
}

async function placesOf(file: OldFile): Promise<Place[]> {
  const places: Place[] = []
  for (let at = 0; at + 8 <= file.size; ) {
    const bytes = await file.read(at, 16)
    const { type, size, head } = headAt(bytes, 0, file.size - at)
    if (size < head || at + size > file.size) throw unfit(`its box "${type}" is cut`)
    places.push({ type, from: at, head, to: at + size })
    at += size
  }
  return places
}

const isOf = (type: string) => (box: Box) => box.type === type

/** moov → udta → meta → ilst, each made where it is missing. */
function setItems(moov: readonly Box[], changes: Changes): Box[] {
  const hasItems = (box: Box) => box.type === 'udta' && boxesIn(box.content).some(isItems)
  return change(moov, moov.some(hasItems) ? hasItems : isOf('udta'), udta => ({
    type: 'udta',
    content: contentOf(change(boxesIn(udta?.content ?? NOTHING), isItems, meta => setMeta(meta ?? NEW_META, changes))),
  }))
}

function setMeta({ type, content }: Box, changes: Changes): Box {
  const skipped = headOfMeta(content)
  const inner = change(boxesIn(content.subarray(skipped)), isOf('ilst'), ilst => ({
    type: 'ilst',
    content: contentOf(setAtoms(boxesIn(ilst?.content ?? NOTHING), changes)),
  }))
  return { type, content: Buffer.concat([content.subarray(0, skipped), contentOf(inner)]) }
}

/** QuickTime leaves out the four bytes of version and flags. */
const headOfMeta = (content: Buffer) => (content.toString('latin1', 4, 8) === 'hdlr' ? 0 : 4)

const isItems = ({ type, content }: Box) =>
  type === 'meta' &&
  boxesIn(content.subarray(headOfMeta(content))).some(
    inner => inner.type === 'hdlr' && inner.content.toString('latin1', 8, 12) === 'mdir',
  )

const NOTHING = Buffer.alloc(0)
const HANDLER = Buffer.concat([Buffer.alloc(8), Buffer.from('mdirappl'), Buffer.alloc(9)])
const NEW_META: Box = {
  type: 'meta',
  content: Buffer.concat([Buffer.alloc(4), contentOf([{ type: 'hdlr', content: HANDLER }])]),
}

/** Changes the tables where they are. */
function moveChunks(boxes: readonly Box[], behind: number, by: number): void {
  for (const { type, content } of boxes) {
    if (['trak', 'mdia', 'minf', 'stbl'].includes(type)) moveChunks(boxesIn(content), behind, by)
    if (type === 'stco') {
      for (let at = 8; at + 4 <= content.length; at += 4) {
        const moved = movedTo(content.readUInt32BE(at), behind, by)
        if (moved > 0xffffffff) throw unfit('it is too large')
        content.writeUInt32BE(moved, at)
      }
    }
    if (type === 'co64') {
      for (let at = 8; at + 8 <= content.length; at += 8) {
        content.writeBigUInt64BE(BigInt(movedTo(Number(content.readBigUInt64BE(at)), behind, by)), at)
      }
    }
  }
}

const movedTo = (offset: number, behind: number, by: number) => (offset >= behind ? offset + by : offset)

const unfit = (why: string) => new InputFault(`the file cannot be tagged: ${why}`, 'Metadata_Failed')
