"""jixiao reads 项目支出绩效自评表, checks their scores and says what does not hold."""

__version__ = "0.1.0"
