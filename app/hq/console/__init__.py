"""The web console: who may see what, the pages, and the video behind them."""
