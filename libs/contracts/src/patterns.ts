/** A calendar day, `YYYY-MM-DD`, in the time zone of the programme (a setting, `America/Los_Angeles`). */
export const datePattern = /^\d{4}-\d{2}-\d{2}$/;
/** A moment of the calendar, with or without its time of day. ISO 8601 also counts weeks and days of a year, which not every reader understands. */
export const momentPattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
/** An opaque id or code: no spaces, so nothing that reads as a name or a sentence fits in. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,119}$/;
