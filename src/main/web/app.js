import { Client } from './client.js';
import './ui/app.js';

const app = /** @type {import('./ui/app.js').App} */ (document.querySelector('rk-app'));
app.client = new Client();
app.client.start();
