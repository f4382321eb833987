// Comments, in the order they were made.

import { CommentRecord } from './records.ts'
import type { Statements } from './statements.ts'

export interface CommentStore {
  get(id: string): CommentRecord | undefined
  /** Of one page or block, oldest first; those in the trash are left out. */
  of(parentId: string): CommentRecord[]
  discussion(discussionId: string): CommentRecord[]
  save(comment: CommentRecord): void
}

export function openComments({ run, record, records }: Statements): CommentStore {
  const standing = (comment: CommentRecord) => !comment.inTrash
  return {
    get: id => record(CommentRecord, 'SELECT record FROM comment WHERE id = ?', id),
    of: parentId =>
      records(CommentRecord, 'SELECT record FROM comment WHERE parent_id = ? ORDER BY rowid', parentId).filter(
        standing,
      ),
    discussion: id =>
      records(CommentRecord, 'SELECT record FROM comment WHERE discussion_id = ? ORDER BY rowid', id).filter(standing),
    save: comment =>
      run(
        `INSERT INTO comment (id, parent_id, discussion_id, record) VALUES (?, ?, ?, ?)
         ON CONFLICT(id) DO UPDATE SET record = excluded.record`,
        comment.id,
        comment.parentId,
        comment.discussionId,
        JSON.stringify(comment),
      ),
  }
}
