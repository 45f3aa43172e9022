r"""是否属于公益性岗位主要安置的人群。Whether a person is in a group that public-welfare posts are mainly for.

python examples/public_welfare_post.py \
    --is-rural no --age 45 --sex female \
    --is-lifted-from-poverty no --is-low-income no --has-disability no \
    --is-unemployed yes --is-in-zero-employment-household no
"""

from asking import main

from benefitcalc.rules import public_welfare_post

if __name__ == "__main__":
    raise SystemExit(main(public_welfare_post))
