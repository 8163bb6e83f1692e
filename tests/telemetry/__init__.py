"""Tests of extractor.telemetry."""
