// Amounts as people say them: 10.2 GB, 1.3 million.
const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** In steps of 1,000, as disks are sold and VS Code does not count: 1.5 MB. */
export function bytesShown(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[step]}`;
}

/** 340,162; 1.3 million; 7.2 billion. */
export function numbersShown(numbers: number): string {
  if (numbers >= 1e9) return `${(numbers / 1e9).toFixed(1)} billion`;
  if (numbers >= 1e6) return `${(numbers / 1e6).toFixed(1)} million`;
  return numbers.toLocaleString('en');
}
