import type { Environment } from '../environment.ts';
import { readFrame, writeFrame } from './frames.ts';
import type { Hearer, Transport } from './transport.ts';

const PROTOCOL = 'rookery.v1';

/** Opens a WebSocket with a ticket. */
export function openSocket(environment: Environment, ticket: string, hearer: Hearer): Transport {
    const address = new URL('/v1/ws', environment.origin);
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = new environment.WebSocket(address.href, [PROTOCOL, ticket]);
    let opened = false;
    let over = false;
    socket.onopen = () => (opened = true);
    socket.onmessage = ({ data }) => over || hearer.heard(readFrame(JSON.parse(data)));
    socket.onclose = ({ code }) => {
        if (!over) {
            over = true;
            hearer.lost(opened ? { code } : { refused: true });
        }
    };
    return {
        send: (frame) => socket.send(JSON.stringify(writeFrame(frame))),
        stop: () => {
            over = true;
            socket.close();
        },
    };
}
