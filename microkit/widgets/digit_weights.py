"""A network of one layer that has learned the digits, small enough for a page to compute itself.

Learned from all of `microkit.data.digits` by softmax and cross-entropy, 400 steps at rate 5 from
zeros: 98 of 100 are right. Weights are whole numbers from -127 to 127, times `SCALE`.
"""

SCALE = 0.031297
BIASES = (0.0857, -1.2005, 0.0314, 0.3072, 1.2018, -0.0065, -0.2757, 0.4657, -0.1656, -0.4435)
# 64 rows of 10, one signed byte each, in base64.
WEIGHTS = (
    "AAAAAAAAAAAAAP/6Bgn9DP0C+Pn66xoA6kzVEfTyFQgLFb327xzgJv6aBUvfDvYcCRDcL/Qlt0jlGfTq6//3Ad44"
    "+C/aCP79//8F9wAV/foAAP8AAAAAAAIA+tAhGAIC5AL3HAOwEBzdKt4OExkX7/b+3hQFFvMHER0tD8P+ykjR8hsC"
    "+SPT3d0AKg/z2/sf6/n7EQsc/v3//wH7/xL+/AADAAAA/wAA/wAKD/z9Agbj4g8SIPnjohkpHMEiIPd807Ia/wrW"
    "CAjEWx0iFKvCDP4XLvP/4g2Zsw8nbw3zDfsJwO8cEhP//wAABf7/Av/+AAEAAAAAAAD/ABoF5e0bIQTi8f0eDpil"
    "TDYW6/Ajyiyc8gYCCc9NUJUY6y4MIeUB+S4GEACoCO/pM/Y4H+z90VHb3CXoEgAAAAABAAAAAAAAAAAAAAAAAAAA"
    "Ivnt8DQCFwje1SYQtdcoEjEG4uvI8uf97uMqB0MdqA78MTHnBRsayv0EyfwqDQNDyvQb2d74MRUEKsP+AAAAAAAA"
    "AAAAAAAAAAABAAAAAAAF3gv7T+L1AQDxPe8NyQTCXPs7pt4hU6lS1SAkGYHdHNkJSuYFFRrBD9eyOBQQDPkk5A29"
    "3DoEDDD49PYA/wD/AAACAAAA/wABAAEAAAAAAPPvFP0e++/5Awka8Rv34fAe6yjiBRZW2wznHxa90BYrOwwRCOrI"
    "0N0P9zgfzQYsrhjd898fNtrkJ+oIAf4XBfn+/vP//AIAAAAAAAAAAAAA/vsJB/0L/f/7+fTZISHzTNgTxgAZ8woX"
    "zyfl4Q0J+w0PDur+Ba4xD+wvQAvU5zXB+fHzJEX68OIF8en5/SoS7v748v73+w=="
)
