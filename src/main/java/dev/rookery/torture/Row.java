package dev.rookery.torture;

/** One message as it stands in a log or in a client's view of it. */
record Row(long seq, String sender, String device, String clientId, String text) {
    /** What may stand in a log only once. */
    String identity() {
        return sender + "/" + device + "/" + clientId;
    }
}
