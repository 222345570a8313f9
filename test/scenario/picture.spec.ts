import { readFileSync } from 'node:fs';
import { PICTURE, timelinePicture } from '../../scripts/picture/timeline.picture.ts';

it('the picture of a timeline in the docs is what the oversight desk answers; npm run picture draws it anew', async () => {
  expect(readFileSync(PICTURE, 'utf8')).toBe(await timelinePicture(process.env.JIELI_TEST_DATABASE_URL));
});
