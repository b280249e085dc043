export { type AuditedRow, type AuditRecord, columns, type Fault, type SignedCheckpoint, type Verdict, verifyAudit } from './verify.js';
export { recordsOf } from './records.js';
export { checkpointsIn } from './files.js';
