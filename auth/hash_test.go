package auth

import (
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"
)

// The vectors were made by WordPress.
func TestCheckPassword(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, password, hash string
		want                 bool
	}{
		{"wp", "keel", "$wp$2y$04$SGFyYm9yU2FsdDEyMzQ1NeSDpaBK0GauFgbEcTHbFklxbdPvMTUG.", true},
		{"wp, wrong", "keel ", "$wp$2y$04$SGFyYm9yU2FsdDEyMzQ1NeSDpaBK0GauFgbEcTHbFklxbdPvMTUG.", false},
		{"wp, of the recorded site", "pw-editor-0001", "$wp$2y$10$HjL0GX5apwT/jtDXz0nRx.YR0v4C5Liqh24FdCSAcuTNLOJTsAP.G", true},
		{"bcrypt", "keel", "$2y$04$SGFyYm9yU2FsdDEyMzQ1Neaso6UQspGLLPWLvonbLHBcDsYWH2bFi", true},
		{"bcrypt, wrong", "kee", "$2y$04$SGFyYm9yU2FsdDEyMzQ1Neaso6UQspGLLPWLvonbLHBcDsYWH2bFi", false},
		{"bcrypt, with more behind", "keel", "$2y$04$SGFyYm9yU2FsdDEyMzQ1Neaso6UQspGLLPWLvonbLHBcDsYWH2bFix", false},
		{"phpass", "keel", "$P$BHarbor01oaXVmlpVfoZkSwvVnPK8E1", true},
		{"phpass, wrong", "Keel", "$P$BHarbor01oaXVmlpVfoZkSwvVnPK8E1", false},
		{"phpass, too short", "keel", "$P$BHarbor01oaXVmlpVfoZkSwvVnPK8E", false},
		{"phpass, too few rounds", "keel", "$P$.Harbor01oaXVmlpVfoZkSwvVnPK8E1", false},
		{"phpBB's prefix", "keel", "$H$BHarbor01oaXVmlpVfoZkSwvVnPK8E1", false},
		{"md5", "keel", "605be5befe7c9c3afe88a1ee662fe040", true},
		{"md5, wrong", "x", "605be5befe7c9c3afe88a1ee662fe040", false},
		{"argon2id", "keel", "$argon2id$v=19$m=256,t=2,p=1$SGFyYm9yU2FsdDEyMzQ1Ng$G6hvpRBX9jZba8aR3zKoQRhTEnrmWK2ujCm4MCicLWs", true},
		{"argon2id, wrong", "kee", "$argon2id$v=19$m=256,t=2,p=1$SGFyYm9yU2FsdDEyMzQ1Ng$G6hvpRBX9jZba8aR3zKoQRhTEnrmWK2ujCm4MCicLWs", false},
		{"argon2i", "keel", "$argon2i$v=19$m=256,t=3,p=2$SGFyYm9yU2FsdDEyMzQ1Ng$5MUDjafDPEbEresKknCACpHlUlYWD1hAwrlgZqrNMfA", true},
		{"argon2 of another version", "keel", "$argon2i$v=16$m=256,t=3,p=2$SGFyYm9yU2FsdDEyMzQ1Ng$5MUDjafDPEbEresKknCACpHlUlYWD1hAwrlgZqrNMfA", false},
		{"argon2 without passes", "keel", "$argon2i$v=19$m=256,t=0,p=2$SGFyYm9yU2FsdDEyMzQ1Ng$5MUDjafDPEbEresKknCACpHlUlYWD1hAwrlgZqrNMfA", false},
		{"nothing", "", "", false},
		{"none", "keel", "*", false},
		{"a fast hash is for no login", "abcdEFGH1234ijklMNOP5678", "$generic$F6W18u0QEytvRVb59DemVWRxyTxU6vg_VK0s_f-h", false},
		{"too long", strings.Repeat("x", 4097), "605be5befe7c9c3afe88a1ee662fe040", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := CheckPassword(test.password, test.hash); got != test.want {
				t.Errorf("CheckPassword(%q, %q) = %t", test.password, test.hash, got)
			}
		})
	}
}

func TestCondense(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]string{
		"pw-editor-0001": "hk+xJ54lgW07mJtoU1MvHF7LBJbIqUVU+pLD+CYQNWxotc7MryljmyBxhqofggwH",
		"Ünicode keel":   "Jgfql5F+cr8MGhPiNkE/kXXVdxCvlbZizlOmPu8Lm//UltuTQCDb4NYTAGd6bopi",
	} {
		if got := string(condense(password)); got != want {
			t.Errorf("condense(%q) = %s, want %s", password, got, want)
		}
	}
}

func TestHashPassword(t *testing.T) {
	t.Parallel()
	hash, err := HashPassword(" k\u00e9el \n")
	if err != nil {
		t.Fatal(err)
	}
	if len(hash) != 63 || !strings.HasPrefix(hash, "$wp$2y$10$") {
		t.Errorf("HashPassword = %q", hash)
	}
	if NeedsRehash(hash) {
		t.Error("the current form is to be hashed anew")
	}
	if !CheckPassword("k\u00e9el", hash) || CheckPassword(" k\u00e9el", hash) {
		t.Error("white space is to go when hashing, and only then")
	}
	if hash, err := HashPassword(strings.Repeat("x", 4097)); hash != "*" || err != nil {
		t.Errorf("HashPassword of too much = %q, %v", hash, err)
	}
	for _, old := range []string{"", "*", "605be5befe7c9c3afe88a1ee662fe040", "$P$BHarbor01oaXVmlpVfoZkSwvVnPK8E1", "$2y$10$" + strings.Repeat("a", 53), "$wp$2y$04$SGFyYm9yU2FsdDEyMzQ1NeSDpaBK0GauFgbEcTHbFklxbdPvMTUG."} {
		if !NeedsRehash(old) {
			t.Errorf("NeedsRehash(%q) = false", old)
		}
	}
}

func TestFastHash(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]string{
		"authorAppPass0001xxxxxxxxx": "$generic$ANAqPpO-2QkjkB3tiGOR9Zg31uizBjdpeCBABw6I",
		"abcdEFGH1234ijklMNOP5678":   "$generic$F6W18u0QEytvRVb59DemVWRxyTxU6vg_VK0s_f-h",
		"AbCdEfGhIjKlMnOpQrSt":       "$generic$pvX-Yy2kSLSbshBCts2EtZc5VQvx2IKjWQP3hCMI",
	} {
		if got := FastHash(secret); got != want {
			t.Errorf("FastHash(%q) = %s, want %s", secret, got, want)
		}
		if !CheckFastHash(secret, want) || CheckFastHash(secret+"x", want) || CheckFastHash(secret, want+"x") {
			t.Errorf("CheckFastHash(%q) is wrong", secret)
		}
	}
	if !CheckFastHash("keel", "$P$BHarbor01oaXVmlpVfoZkSwvVnPK8E1") {
		t.Error("hashes from before count too")
	}
	if len(dummyHash) != len(FastHash("")) {
		t.Error("dummyHash is not like a hash")
	}
}

func TestSlash(t *testing.T) {
	t.Parallel()
	if got, want := Slash("a\"b'c\\d\x00e"), `a\"b\'c\\d\0e`; got != want {
		t.Errorf("Slash = %s, want %s", got, want)
	}
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	const token = "HarborTokenHarborTokenHarborTokenHarborTok0"
	if got, want := SessionVerifier(token), "d086d10a3b9f99998e8fc62c1dd71fb2a1400d2ad213c8f8bca83b2ccaa5ca81"; got != want {
		t.Errorf("SessionVerifier = %s, want %s", got, want)
	}
	if got, want := ChunkPassword("abcdEFGH1234ijklMNOP5678"), "abcd EFGH 1234 ijkl MNOP 5678"; got != want {
		t.Errorf("ChunkPassword = %q, want %q", got, want)
	}
	if got := ChunkPassword("ab-c dé"); got != "abcd" {
		t.Errorf("ChunkPassword = %q", got)
	}
	a, b := NewSessionToken(), NewSessionToken()
	if len(a) != 43 || a == b || onlyAlphanumerics(a) != a {
		t.Errorf("NewSessionToken = %q, %q", a, b)
	}
}

// slowHash says whether a hash asks for more work than a fuzz test has time
// for.
func slowHash(hash string) bool {
	cost, err := bcrypt.Cost([]byte(strings.TrimPrefix(hash, "$wp")))
	return strings.Contains(hash, "$argon2") || err == nil && cost > bcrypt.MinCost ||
		strings.HasPrefix(hash, "$P$") && !strings.HasPrefix(hash, "$P$5")
}

func FuzzHash(f *testing.F) {
	for _, hash := range []string{
		"$wp$2y$04$SGFyYm9yU2FsdDEyMzQ1NeSDpaBK0GauFgbEcTHbFklxbdPvMTUG.", "$2y$04$SGFyYm9yU2FsdDEyMzQ1Neaso6UQspGLLPWLvonbLHBcDsYWH2bFi",
		"$P$5Harbor01oaXVmlpVfoZkSwvVnPK8E1", "605be5befe7c9c3afe88a1ee662fe040", "$generic$F6W18u0QEytvRVb59DemVWRxyTxU6vg_VK0s_f-h",
		"$wp", "$P$", "$2y$", "$argon2id$v=19$m=8,t=1,p=1$SGFyYm9yU2FsdA$AAAAAAAA", "", "*",
	} {
		f.Add("keel", hash)
	}
	f.Fuzz(func(t *testing.T, password, hash string) {
		_ = NeedsRehash(hash)
		passwordFragment(hash)
		if fast := FastHash(password); !CheckFastHash(password, fast) {
			t.Errorf("%q does not fit %q", password, fast)
		}
		if slowHash(hash) {
			return
		}
		CheckPassword(password, hash)
		CheckFastHash(password, hash)
	})
}

// FuzzArgon2 goes through the form of the hash only as far as the limits.
func FuzzArgon2(f *testing.F) {
	f.Add("m=8,t=1,p=1", "SGFyYm9yU2FsdA", "AAAAAAAA")
	f.Add("m=4294967295,t=0,p=0", "", "=")
	f.Fuzz(func(_ *testing.T, cost, salt, key string) {
		if len(cost) > len("m=64,t=1,p=1") {
			return
		}
		checkArgon2([]byte("keel"), "$argon2id$v=19$"+cost+"$"+salt+"$"+key)
	})
}
