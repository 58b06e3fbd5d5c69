import { pause } from '../../../main/web/client/protocol/backoff.ts';
import { same, that } from '../testing.ts';

Deno.test('a pause grows, is random and ends', () => {
    const longest = (failures: number) => pause(failures, 0, () => 0.999_999);
    that(longest(1) <= 1_000, 'the first pause is at most 1 s');
    that(longest(3) > longest(2) && longest(2) > longest(1), 'it grows');
    that(longest(1_000) <= 30_000, 'it ends');
    same(pause(5, 0, () => 0), 200);
    same(pause(1, 7_000, () => 0), 7_000, 'never before the server allows it');
});
