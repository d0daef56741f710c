// Runs named scenarios one after another and says of each how it went; the exit status is how many failed.
import { setTimeout as wait } from 'node:timers/promises';

export const base = process.env.BASE_URL;
export const apiKey = process.env.API_KEY;
export const model = process.env.MODEL;
export const upstream = process.env.UPSTREAM;

// A PNG of one pixel, 70 bytes.
export const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const sees = 'I see image/png 70.';

export async function run(scenarios) {
  let failed = 0;
  for (const [name, scenario] of Object.entries(scenarios)) {
    try {
      await Promise.race([
        scenario(),
        wait(30_000, undefined, { ref: false }).then(() => { throw new Error('took too long'); }),
      ]);
      console.log(`ok ${name}`);
    } catch (problem) {
      failed++;
      console.log(`failed ${name}: ${problem?.stack ?? problem}`);
    }
  }
  process.exit(failed);
}
