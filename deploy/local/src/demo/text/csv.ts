/** A CSV file: a header and a line for each record, with quotes where they are needed. */
export function csvOf(columns: readonly string[], records: readonly Readonly<Record<string, string | undefined>>[]): string {
  const lines = records.map((record) => columns.map((column) => cell(record[column] ?? '')).join(','));
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
