"""Prints the rows of ORACLE in src/domain/contingency/mod.rs: python3 agreement.py
Needs scikit-learn; the rows were made with scikit-learn 1.9.1."""
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score


def labels(n, k, m):
    state = n * 31 + k * 7 + m

    def below(limit):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) % limit

    a = [below(k) for _ in range(n)]
    b = [x * m // k if below(3) > 0 else below(m) for x in a]
    return a, b


for n, k, m in [(10, 3, 3), (40, 4, 9), (200, 2, 30), (262, 77, 15), (1201, 20, 20), (3000, 150, 77), (5000, 2, 2)]:
    a, b = labels(n, k, m)
    values = [adjusted_rand_score(a, b), adjusted_mutual_info_score(a, b)]
    print(f"        ({n}, {k}, {m}, [{', '.join(f'{value:.12f}' for value in values)}]),")
