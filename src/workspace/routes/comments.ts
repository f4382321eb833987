// Comments on pages and blocks, in discussions.

import { randomUUID } from 'node:crypto'
import { notAsExpected, notFound, readOnlyWorkspace, validationError } from '../api/api-error.ts'
import { arrayAt, type Json, objectAt, oneOfAt, onlyKeys, stringAt, uuidAt } from '../api/check.ts'
import { nameOfUser, partialUser } from '../api/identity.ts'
import { pageSizeIn } from '../api/paging.ts'
import { listAnswer } from '../api/respond.ts'
import type { Call, Handler } from '../api/route.ts'
import { pageAround } from '../blocks/touch-page.ts'
import { inlineItems } from '../markdown/inline.ts'
import type { CommentRecord } from '../store/records.ts'
import { toMinute } from '../values/date-value.ts'
import { fileObjectAt, showFileObject } from '../values/file-objects.ts'
import { hostOf } from '../values/render.ts'
import { richTextAt } from '../values/rich-text.ts'
import { checkEditable } from './lookup.ts'

const CREATE_KEYS = ['parent', 'discussion_id', 'rich_text', 'markdown', 'attachments', 'display_name']
const MAX_ATTACHMENTS = 3

export const createComment: Handler = call => {
  const { body, now, user } = call
  onlyKeys(body, CREATE_KEYS, 'body')
  const comment: CommentRecord = {
    id: randomUUID(),
    ...placeAt(call),
    richText: wordsAt(body),
    attachments: attachmentsAt(call),
    displayName: displayNameAt(body.display_name, user),
    inTrash: false,
    created: now,
    edited: now,
    createdBy: user,
    editedBy: user,
  }
  return saved(call, comment, 'comment.created')
}

export const listComments: Handler = call => {
  const { store, query } = call
  const wanted = query.get('block_id')
  if (wanted === null) throw notAsExpected('query.block_id', 'defined', undefined)
  const id = uuidAt(wanted, 'query.block_id')
  if (!store.page(id) && !store.blocks.get(id)) throw notFound('block', id)
  const comments = store.comments.of(id)
  const cursor = query.get('start_cursor')
  const start = cursor === null ? 0 : comments.findIndex(comment => comment.id === cursor)
  if (start === -1) throw validationError(`The start_cursor provided is invalid: ${cursor}`)
  const end = start + pageSizeIn(query)
  const shown = comments.slice(start, end).map(comment => showComment(comment, call))
  return listAnswer('comment', shown, comments[end]?.id ?? null)
}

export const retrieveComment: Handler = call => showComment(commentById(call), call)

export const updateComment: Handler = call => {
  const { body, now, user } = call
  onlyKeys(body, ['rich_text', 'markdown'], 'body')
  const before = ownComment(call)
  return saved(call, { ...before, richText: wordsAt(body), edited: now, editedBy: user }, 'comment.updated')
}

export const deleteComment: Handler = call => {
  const { now, user } = call
  return saved(call, { ...ownComment(call), inTrash: true, edited: now, editedBy: user }, 'comment.deleted')
}

function saved(call: Call, comment: CommentRecord, type: string): Json {
  const { store, user, now } = call
  store.comments.save(comment)
  const parent = { id: comment.parentId, type: comment.parentType === 'page_id' ? 'page' : 'block' }
  const data = { parent, page_id: pageAround(store, comment.parentId)?.id ?? comment.parentId }
  store.changes.add({ type, entity: { id: comment.id, type: 'comment' }, author: user, data }, now)
  return showComment(comment, call)
}

/** On a page, on a block, or in a discussion that is there. */
function placeAt({ body, store }: Call): Pick<CommentRecord, 'parentId' | 'parentType' | 'discussionId'> {
  if (body.discussion_id !== undefined) {
    if (body.parent !== undefined) throw notAsExpected('body.parent', 'not present', body.parent)
    const id = uuidAt(body.discussion_id, 'body.discussion_id')
    const [first] = store.comments.discussion(id)
    if (!first) throw notFound('discussion', id)
    return { parentId: first.parentId, parentType: first.parentType, discussionId: id }
  }
  const parent = objectAt(body.parent, 'body.parent')
  const discussionId = randomUUID()
  if (parent.block_id !== undefined) {
    const parentId = uuidAt(parent.block_id, 'body.parent.block_id')
    if (!store.blocks.get(parentId)) throw notFound('block', parentId)
    checkEditable(store, parentId)
    return { parentId, parentType: 'block_id', discussionId }
  }
  const parentId = uuidAt(parent.page_id, 'body.parent.page_id')
  if (!store.page(parentId)) throw notFound('page', parentId)
  checkEditable(store, parentId)
  return { parentId, parentType: 'page_id', discussionId }
}

function wordsAt(body: Json): Json[] {
  if (body.markdown === undefined) return richTextAt(body.rich_text, 'body.rich_text')
  if (body.rich_text !== undefined) throw notAsExpected('body.rich_text', 'not present', body.rich_text)
  return richTextAt(inlineItems(stringAt(body.markdown, 'body.markdown')), 'body.markdown')
}

function attachmentsAt({ body, store: { uploads } }: Call): Json[] {
  if (body.attachments === undefined) return []
  return arrayAt(body.attachments, 'body.attachments', MAX_ATTACHMENTS).map((item, index) => {
    const path = `body.attachments[${index}]`
    const { file_upload_id: id } = objectAt(item, path)
    return fileObjectAt({ file_upload: { id } }, path, uploads)
  })
}

function displayNameAt(value: unknown, user: string): Json {
  const given = value === undefined ? { type: 'integration' } : objectAt(value, 'body.display_name')
  const type = oneOfAt(given.type, 'body.display_name.type', ['integration', 'user', 'custom'])
  if (type !== 'custom') return { type, resolved_name: nameOfUser(user) }
  const custom = objectAt(given.custom, 'body.display_name.custom')
  return { type, resolved_name: stringAt(custom.name, 'body.display_name.custom.name') }
}

function commentById({ store, path }: Call): CommentRecord {
  const found = store.comments.get(path.comment_id ?? '')
  if (!found || found.inTrash) throw notFound('comment', path.comment_id ?? '')
  return found
}

/** Only who wrote a comment may change it. */
function ownComment(call: Call): CommentRecord {
  const comment = commentById(call)
  if (comment.createdBy !== call.user) throw readOnlyWorkspace()
  return comment
}

function showAttachment(kept: Json, call: Call): Json {
  const type = call.store.uploads.get(String(kept.upload))?.contentType ?? ''
  const category =
    type === 'application/pdf' ? 'pdf' : ['audio', 'image', 'video'].find(each => type.startsWith(`${each}/`))
  return { category: category ?? 'productivity', file: showFileObject(kept, hostOf(call)).file }
}

function showComment(comment: CommentRecord, call: Call): Json {
  return {
    object: 'comment',
    id: comment.id,
    parent: { type: comment.parentType, [comment.parentType]: comment.parentId },
    discussion_id: comment.discussionId,
    created_time: toMinute(comment.created),
    last_edited_time: toMinute(comment.edited),
    created_by: partialUser(comment.createdBy),
    rich_text: comment.richText,
    ...(comment.attachments.length > 0 && {
      attachments: comment.attachments.map(file => showAttachment(file, call)),
    }),
    display_name: comment.displayName,
  }
}
