package dev.rookery.feature.receipts;

import dev.rookery.config.Rate;

/** How often somebody may say what they have read, or ask who has. */
record ReceiptsSettings(Rate rate) {}
