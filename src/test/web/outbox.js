import { Drafts } from 'rookery/chats/drafts.js';
import { Outbox } from 'rookery/chats/outbox.js';
import { keepOnly } from 'rookery/storage.js';
import { randomOf, same } from './check.js';
import { Clock } from './clock.js';

/** @type {any[]} */
let sent = [];
let connected = true;

function outbox(device = crypto.randomUUID()) {
    sent = [];
    connected = true;
    sessionStorage.clear();
    keepOnly(['me', 'them', 'another person']);
    return new Outbox('me', device, (frame) => connected && sent.push(frame) > 0);
}

const texts = () => sent.map(({ text }) => text);
const refusal = { message: 'no', retryable: false };

export function onlyOneMessageOfAChatIsInFlight() {
    const box = outbox();
    box.add('a', 'one');
    box.add('a', 'two');
    box.add('b', 'other chat');
    same(texts(), ['one', 'other chat']);
    box.remove(sent[0].clientId);
    same(texts(), ['one', 'other chat', 'two']);
}

export function afterAReconnectTheSameIsSentUnderTheSameNameInOrder() {
    const box = outbox();
    connected = false;
    box.add('a', 'one');
    box.add('a', 'two');
    connected = true;
    box.resend();
    box.resend();
    same(texts(), ['one', 'one']);
    same(sent[0].clientId, sent[1].clientId);
    box.remove(sent[0].clientId);
    same(texts(), ['one', 'one', 'two']);
}

export function aRefusedMessageKeepsItsReasonAndHoldsUpNobody() {
    const box = outbox();
    box.add('a', 'bad');
    box.add('a', 'good');
    box.refused(sent[0].clientId, refusal);
    same(texts(), ['bad', 'good']);
    same(box.of('a').map(({ failure }) => failure), ['no', '']);

    box.remove(sent[1].clientId);
    box.retry(sent[0].clientId);
    same(texts(), ['bad', 'good', 'bad']);
    same(sent[2].clientId, sent[0].clientId);
}

export async function aMessageThatMayBeRetriedIsSentAgainBeforeTheNext() {
    const clock = new Clock(randomOf(1));
    await clock.whileInCharge(async () => {
        const box = outbox();
        box.add('a', 'one');
        box.add('a', 'two');
        box.refused(sent[0].clientId, { message: 'busy', retryable: true, retryAfterMs: 500 });
        await clock.pass(499);
        same(texts(), ['one']);
        await clock.pass(1);
        same(texts(), ['one', 'one']);
    });
}

export async function withoutAnAnswerTheSameIsSentAgain() {
    const clock = new Clock(randomOf(1));
    await clock.whileInCharge(async () => {
        outbox().add('a', 'one');
        await clock.pass(15_000);
        same(texts(), ['one', 'one']);
        same(sent[0].clientId, sent[1].clientId);
    });
}

export function unsentMessagesSurviveAReload() {
    const device = crypto.randomUUID();
    connected = false;
    const before = outbox(device);
    connected = false;
    before.add('a', 'written on a train');
    const after = new Outbox('me', device, (frame) => sent.push(frame) > 0);
    after.resend();
    same(texts(), ['written on a train']);
    same(new Outbox('another person', device, () => true).of('a'), []);
    sessionStorage.clear();
}

export function whatAnotherDeviceMayHaveSentIsNotSentAgainByItself() {
    const before = outbox();
    before.add('a', 'sent, not answered');
    before.add('a', 'waits for its turn');
    const after = new Outbox('me', 'the device of the next session', (frame) => sent.push(frame) > 0);
    sent = [];
    after.resend();
    same(texts(), ['waits for its turn']);
    same(after.of('a').map(({ failure }) => failure !== ''), [true, false]);
    after.retry(after.of('a')[0].clientId);
    after.remove(sent[0].clientId);
    same(texts(), ['waits for its turn', 'sent, not answered']);
    sessionStorage.clear();
}

export function nothingIsWrittenForWhoHasLeft() {
    const before = outbox();
    const theirs = new Drafts('them');
    before.add('a', 'mine');
    theirs.keep('a', 'theirs');
    keepOnly(['them']);
    before.add('a', 'late');
    new Drafts('me').keep('a', 'late');
    same(new Outbox('me', 'd', () => true).of('a'), []);
    same(new Drafts('me').of('a'), '');
    same(theirs.of('a'), 'theirs');
    keepOnly(['me', 'another person']);
    same(theirs.of('a'), '');
}
