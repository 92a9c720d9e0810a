module github.com/wprest/wprest

go 1.26.8
