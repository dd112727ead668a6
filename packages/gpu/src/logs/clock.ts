/** Seconds of a time that has passed: `90.5`, `0:02:12`, `1 day, 2:03:04`, `4m 34s`, `1h 2m`. */
export function secondsOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const [, days = "0", hours, minutes, seconds] =
    /^(?:(\d+) days?, )?(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (minutes !== undefined && seconds !== undefined)
    return Number(days) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([dhms])(?:ays?|ours?|in(?:utes?)?|ec(?:onds?)?)?/g)];
  return parts.length > 0 &&
    parts.map(([part]) => part).join("").length >= text.replaceAll(/[\s,]/g, "").length - parts.length
    ? parts.reduce((sum, [, count, unit]) => sum + Number(count) * unitSeconds[unit as keyof typeof unitSeconds], 0)
    : undefined;
}

const unitSeconds = { d: 86_400, h: 3600, m: 60, s: 1 } as const;
