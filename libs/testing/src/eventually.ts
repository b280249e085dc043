/** Waits until what is said holds. When it never does, it ends with the last reason why not. */
export async function eventually<T>(assertion: () => Promise<T> | T, { within = 10_000 }: { within?: number } = {}): Promise<T> {
  const end = performance.now() + within;
  for (let pause = 10; ; pause = Math.min(pause * 1.5, 200)) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() >= end) throw error;
    }
    await new Promise((resolve) => { setTimeout(resolve, pause); });
  }
}
